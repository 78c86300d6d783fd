#pragma once
// What `--screenshots` shows of the Buyers page: an editor with an integration that is in use and a real lead
// in it, its tabs, and the dialogs around it. What it changes is a draft that nobody else has, and goes
// again.
#include "gui/widgets/page.h"
#include <QElapsedTimer>
#include <QHash>
#include <QPointer>

namespace bourse::gui {

class BuyersPage;
class IntegrationEditor;
class PreviewPane;

class EditorPictures final {
  public:
    /// `page` owns it. `maySend`: tests go to simulated buyers, so they may really be sent.
    EditorPictures(BuyersPage *page, std::function<bool()> maySend);
    QVector<PictureView> views();
    /// Closes what was opened and discards its drafts.
    void end();

  private:
    IntegrationEditor *showEditor();
    /// A built-in one besides the one that is worked on.
    IntegrationEditor *showOther(const char *slug);
    PreviewPane *preview(IntegrationEditor *editor) const;
    /// Has the editor in the state that is looked at: sent before the last changes. False while that is not
    /// so.
    bool prepare();
    void addRows(IntegrationEditor *editor);
    BuyersPage *m_page;
    std::function<bool()> m_maySend;
    QPointer<IntegrationEditor> m_editor;
    QHash<QString, QPointer<IntegrationEditor>> m_others;
    bool m_isOurDraft = false;
    bool m_isPrepared = false;
    int m_sends = 0;
    QElapsedTimer m_settling; ///< since the last change, for what follows it a little later
};

} // namespace bourse::gui
