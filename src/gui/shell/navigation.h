#pragma once
// The window's left side: what Bourse is looking at (workspace, live or not), and the way to its pages.
#include "gui/widgets/basics.h"
#include <QAbstractButton>
#include <QFrame>

class QVBoxLayout;

namespace bourse::gui {

/// One entry: icon, name, a badge for what needs a look; selected it has the accent bar.
class NavigationButton final : public QAbstractButton {
    Q_OBJECT
  public:
    NavigationButton(const QString &iconName, const QString &text, const QString &objectName,
                     QWidget *parent = nullptr);
    /// 0 hides the badge.
    void setBadge(int count);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

  private:
    QString m_iconName;
    int m_badge = 0;
    bool m_hovered = false;
};

class Navigation final : public QFrame {
    Q_OBJECT
  public:
    explicit Navigation(QWidget *parent = nullptr);
    /// Entries stand in the order of the calls.
    NavigationButton *addEntry(const QString &iconName, const QString &text, const QString &id);
    void setCurrent(int index);
    NavigationButton *entry(int index) const { return m_entries.value(index); }
    void setWorkspace(const QString &name, MarketMode mode, const QString &detail);

  Q_SIGNALS:
    void chosen(int index);
    void paletteRequested();
    void schemeToggleRequested();
    void shortcutsRequested();

  private:
    void applyScale();
    QVBoxLayout *m_layout;
    QVBoxLayout *m_entryLayout;
    QVector<NavigationButton *> m_entries;
    ElidedLabel *m_workspace;
    ModeBadge *m_badge;
    ElidedLabel *m_detail;
    QPushButton *m_scheme;
};

} // namespace bourse::gui
