#include "gui/shell/shortcutsheet.h"
#include "gui/widgets/basics.h"
#include <QGridLayout>
#include <QVBoxLayout>

namespace bourse::gui {

ShortcutSheet::ShortcutSheet(const QList<Group> &groups, QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutSheet"));
    setWindowTitle(tr("Keyboard shortcuts"));
    setAccessibleName(windowTitle());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(windowTitle(), LabelRole::Title, QStringLiteral("shortcutTitle")));
    for (const Group &group : groups) {
        auto *grid = new QGridLayout;
        grid->setHorizontalSpacing(24);
        grid->setVerticalSpacing(6);
        grid->setColumnMinimumWidth(0, 260);
        grid->setColumnStretch(0, 1);
        for (const QAction *action : group.actions) {
            if (action->shortcut().isEmpty())
                continue;
            const int row = grid->rowCount();
            QStringList keys;
            for (const QKeySequence &key : action->shortcuts())
                keys.append(key.toString(QKeySequence::NativeText));
            grid->addWidget(makeLabel(action->text().remove(u'&'), LabelRole::Plain,
                                      u"shortcut_"_qs + action->objectName()),
                            row, 0);
            grid->addWidget(makeLabel(keys.join(tr(" or ")), LabelRole::Keycap,
                                      u"shortcutKey_"_qs + action->objectName()),
                            row, 1, Qt::AlignRight);
        }
        if (grid->rowCount() > 1) {
            layout->addSpacing(8);
            layout->addWidget(makeLabel(group.title, LabelRole::Section, u"shortcutGroup"_qs));
            layout->addLayout(grid);
        } else {
            delete grid;
        }
    }
    layout->addSpacing(8);
    auto *close = makeButton(tr("Close"), QString(), ButtonKind::Plain, QStringLiteral("shortcutClose"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    layout->addWidget(close, 0, Qt::AlignRight);
}

} // namespace bourse::gui
