#pragma once
// Ctrl+K: every page and action by a few letters of its name, and a lead by its id.
#include <QAction>
#include <QFrame>
#include <QList>
#include <functional>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace bourse::gui {

struct PaletteEntry {
    QString icon;
    QString text;
    QString hint; ///< "Page", "Ctrl+1"
    std::function<void()> run;
};

/// How well `needle` is found in `text`: its letters in order, best at the beginnings of words; −1 where not
/// at all.
int paletteScore(const QString &text, const QString &needle);

/// Lies over the window while open; closes on Esc, on a choice, and when it loses the focus.
class CommandPalette final : public QFrame {
    Q_OBJECT
  public:
    explicit CommandPalette(QWidget *window);
    void open(QList<PaletteEntry> entries);

  Q_SIGNALS:
    /// The text is a lead's id or the beginning of one.
    void leadRequested(const QString &id);

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void refresh(const QString &needle);
    void choose();
    QLineEdit *m_field;
    QListView *m_list;
    QStandardItemModel *m_model;
    QList<PaletteEntry> m_entries;
    QList<PaletteEntry> m_found;
};

} // namespace bourse::gui
