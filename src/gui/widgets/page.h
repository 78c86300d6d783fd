#pragma once
// What the shell needs of a page. A page is made once, keeps its state while it is hidden, and works only
// while shown.
#include <QAction>
#include <QList>
#include <QVector>
#include <QWidget>
#include <functional>

namespace bourse::gui {

/// One look of a page, for MainWindow::renderAllPages.
struct PictureView {
    QString name;               ///< part of the file's name, "editor-request"
    std::function<void()> show; ///< brings the page there; may open a dialog
    /// False while what is looked at is still read or made; empty: it is there at once. Not waited for long.
    std::function<bool()> isReady;
    bool large = false; ///< worth a picture with large text, too
};

class Page : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;
    /// What the palette (Ctrl+K) and the shortcut sheet (?) offer beside the shell's own actions.
    virtual QList<QAction *> pageActions() const { return {}; }
    /// What F1 says about the page, in a few sentences.
    virtual QString helpText() const { return {}; }
    /// The page is about to be looked at / has been left.
    virtual void enter() {}
    virtual void leave() {}
    /// What the page shows beside its first look: each gets a picture of its own. They are shown in order.
    virtual QVector<PictureView> pictureViews() { return {}; }
    /// The pictures have been taken: what was opened for them is closed, what was made is thrown away.
    virtual void endPictures() {}
    /// F8: goes to the page's next problem; false where it has none of its own.
    virtual bool nextProblem() { return false; }

  Q_SIGNALS:
    /// Asks the shell for another page: its id ("leads") and what to show there, in that page's own words
    /// ("status:unknown", a lead id).
    void openRequested(const QString &pageId, const QString &what);
    /// Something worth a short note.
    void noted(const QString &text);

  public Q_SLOTS:
    /// What another page asked for with openRequested.
    virtual void open(const QString & /*what*/) {}
};

} // namespace bourse::gui
