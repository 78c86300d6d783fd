#pragma once
// "?": every key that does something here.
#include <QAction>
#include <QDialog>
#include <QList>

namespace bourse::gui {

class ShortcutSheet final : public QDialog {
    Q_OBJECT
  public:
    struct Group {
        QString title;
        QList<QAction *> actions; ///< those without a shortcut are left out
    };
    ShortcutSheet(const QList<Group> &groups, QWidget *parent);
};

} // namespace bourse::gui
