#pragma once
// Somebody at the desk: keys go where the focus is, clicks go to what is visible at that place, and each is
// counted. Nothing is reached that a person could not reach.
#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QStringList>
#include <QTabBar>
#include <QTest>
#include <QTextBlock>
#include <QWindow>

namespace bourse::gui::test {

/// One action = one click, one shortcut or key, one paste, one typed text.
class Person {
  public:
    int actions() const { return static_cast<int>(m_actions.size()); }
    /// What was done, numbered, one a line.
    QString diary() const
    {
        QString text;
        for (qsizetype i = 0; i < m_actions.size(); ++i)
            text += QStringLiteral("\n%1. %2").arg(i + 1, 3).arg(m_actions[i]);
        return text;
    }
    /// Why the last action could not be done; empty if it was.
    QString problem() const { return m_problem; }

    /// A key or shortcut, as the window that has the focus gets it.
    bool press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        note(QStringLiteral("press ") + QKeySequence(QKeyCombination(modifiers, key)).toString());
        QWindow *window = target();
        if (!window)
            return fail(QStringLiteral("no window has the focus"));
        QTest::keyClick(window, key, modifiers);
        settle();
        return true;
    }
    /// Types into whatever has the focus.
    bool type(const QString &text)
    {
        note(QStringLiteral("type “%1”").arg(text));
        for (const QChar c : text) {
            QWindow *window = target(); // a key may open an editor
            if (!window || c.unicode() > 126)
                return fail(QStringLiteral("no window has the focus, or no key for the character"));
            QTest::keyClick(window, c.toLatin1());
        }
        settle();
        return true;
    }
    bool paste(const QString &text)
    {
        note(QStringLiteral("paste %1 characters").arg(text.size()));
        QGuiApplication::clipboard()->setText(text);
        QWindow *window = target();
        if (!window)
            return fail(QStringLiteral("no window has the focus"));
        QTest::keyClick(window, Qt::Key_V, Qt::ControlModifier);
        settle();
        return true;
    }
    /// Clicks at `at` of the widget, or in its middle: the click goes to the window, which gives it to what
    /// lies there.
    bool click(QWidget *widget, QPoint at = {-1, -1})
    {
        const QString name = !widget                              ? QStringLiteral("nothing")
                             : widget->accessibleName().isEmpty() ? widget->objectName()
                                                                  : widget->accessibleName();
        note(QStringLiteral("click ") + name);
        return clickAt(widget, at);
    }
    /// Clicks on the text where it stands in the view.
    bool clickText(QPlainTextEdit *view, const QString &text)
    {
        note(QStringLiteral("click on “%1”").arg(text));
        if (!view || !view->isVisible())
            return fail(QStringLiteral("the text is not visible"));
        QTextCursor cursor = view->document()->find(text);
        if (cursor.isNull())
            return fail(QStringLiteral("the text is not there: ") + view->toPlainText());
        cursor.setPosition(cursor.selectionStart() + static_cast<int>(text.size()) / 2);
        const QPoint at = view->cursorRect(cursor).center();
        if (!view->viewport()->rect().contains(at))
            return fail(QStringLiteral("the text is scrolled away"));
        return clickAt(view->viewport(), at);
    }
    bool clickItem(QAbstractItemView *view, const QModelIndex &index)
    {
        note(QStringLiteral("click on “%1”").arg(index.data().toString()));
        if (!view || !index.isValid())
            return fail(QStringLiteral("no such item"));
        return clickAt(view->viewport(), view->visualRect(index).center());
    }
    bool clickTab(QTabBar *bar, const QString &text)
    {
        note(QStringLiteral("click the tab “%1”").arg(text));
        for (int i = 0; bar && i < bar->count(); ++i)
            if (bar->tabText(i) == text && bar->isTabVisible(i))
                return clickAt(bar, bar->tabRect(i).center());
        return fail(QStringLiteral("no such tab"));
    }
    /// Of a menu that is open.
    bool clickEntry(const QString &objectName)
    {
        note(QStringLiteral("choose ") + objectName);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        for (QAction *action : menu ? menu->actions() : QList<QAction *>())
            if (action->objectName() == objectName && action->isEnabled()) {
                m_actions.last() = QStringLiteral("choose “%1”").arg(action->text());
                return clickAt(menu, menu->actionGeometry(action).center());
            }
        return fail(QStringLiteral("no open menu has it"));
    }

  private:
    void note(const QString &what)
    {
        m_actions.append(what);
        m_problem.clear();
    }
    bool fail(const QString &why)
    {
        m_problem = QStringLiteral("action %1 (%2): %3").arg(m_actions.size()).arg(m_actions.last(), why);
        return false;
    }
    static QWindow *target()
    {
        if (const QWidget *popup = QApplication::activePopupWidget())
            return popup->windowHandle();
        return QGuiApplication::focusWindow();
    }
    bool clickAt(QWidget *widget, QPoint at)
    {
        if (!widget || !widget->isVisible())
            return fail(QStringLiteral("it is not visible"));
        if (!widget->isEnabled())
            return fail(QStringLiteral("it is disabled: ") + widget->toolTip());
        if (at.x() < 0)
            at = widget->rect().center();
        const QPoint global = widget->mapToGlobal(at);
        QWidget *window = widget->window();
        if (const QWidget *modal = QApplication::activeModalWidget(); modal && modal != window)
            return fail(QStringLiteral("a dialog is before it"));
        // what is covered or cut off cannot be clicked on
        const QWidget *there = window->childAt(window->mapFromGlobal(global));
        if (there && there != widget && !widget->isAncestorOf(there))
            return fail(QStringLiteral("%1 lies over it").arg(there->objectName()));
        if (!there && widget != window)
            return fail(QStringLiteral("it lies outside of the window"));
        QTest::mouseClick(window->windowHandle(), Qt::LeftButton, {}, window->mapFromGlobal(global));
        settle();
        return true;
    }
    static void settle()
    {
        // what an action starts by a zero timer has happened before the next
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
        if (QGuiApplication::focusWindow())
            return;
        // there is no window manager here that would give the focus back when a dialog has closed
        QWidget *next = QApplication::activeModalWidget();
        for (QWidget *top : QApplication::topLevelWidgets())
            if (!next && top->isVisible() && top->windowType() == Qt::Window)
                next = top;
        if (next) {
            next->activateWindow();
            (void)QTest::qWaitForWindowActive(next);
        }
    }
    QStringList m_actions;
    QString m_problem;
};

} // namespace bourse::gui::test

/// One action, which must succeed.
#define DO(action) QVERIFY2((action), qPrintable(m_person.problem()))
