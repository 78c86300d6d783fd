#pragma once
// The built-in help in a window that stays open beside the work: pages, a search over all of them, and links
// between them.
#include "gui/help/helptopics.h"
#include <QDialog>

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace bourse::gui {

class EmptyState;

/// Names the help page of a widget and everything in it; the innermost name counts.
void setHelpTopic(QWidget *widget, const QString &id);
/// The page for what has the focus, or for `widget` itself; "" where nobody named one.
QString helpTopicOf(const QWidget *widget);
/// For a dialog: its page, and F1, which the main window's action does not reach there.
void installHelp(QWidget *dialog, const QString &id);

class HelpDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit HelpDialog(QWidget *parent);
    /// Shows the page in the help window over `widget`'s window, which is made if there is none yet. An
    /// unknown id shows the first page.
    static HelpDialog *showTopic(QWidget *widget, const QString &id);
    QString currentTopic() const;
    QLineEdit *searchField() const { return m_search; }
    QListWidget *list() const { return m_list; }
    QTextBrowser *page() const { return m_page; }

  protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void choose(const QString &id);
    void refreshList();
    void showPage();
    void markWords();
    void setType();
    QVector<HelpTopic> m_topics;
    QLineEdit *m_search;
    QListWidget *m_list;
    QTextBrowser *m_page;
    EmptyState *m_nothing;
};

} // namespace bourse::gui
