#include "gui/widgets/card.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace bourse::gui {

Card::Card(const QString &title, const QString &objectName, QWidget *parent) : QFrame(parent)
{
    setObjectName(objectName);
    setAccessibleName(title);
    setProperty("card", true);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0); // the style sheet's border is outside of the contents already
    m_layout->setSpacing(0);
    auto *header = new QWidget;
    header->setObjectName(objectName + u"_header"_qs);
    const auto setHeight = [header] {
        header->setFixedHeight(theme().px(42));
    };
    setHeight();
    connect(&theme(), &Theme::changed, header, setHeight);
    m_header = new QHBoxLayout(header);
    m_header->setContentsMargins(16, 2, 16, 0);
    m_header->setSpacing(8);
    m_title = makeLabel(title, LabelRole::Section, objectName + u"_title"_qs);
    m_caption = new ElidedLabel;
    m_caption->setObjectName(objectName + u"_caption"_qs);
    m_caption->setProperty("role", QStringLiteral("note"));
    m_header->addWidget(m_title);
    m_header->addWidget(m_caption, 1);
    m_layout->addWidget(header);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void Card::setCaption(const QString &caption)
{
    m_caption->setFullText(caption);
}

void Card::addHeaderWidget(QWidget *widget)
{
    m_header->addWidget(widget);
}

void Card::setBody(QWidget *body)
{
    m_layout->addWidget(body, 1);
}

void Card::setFooter(QWidget *footer)
{
    m_layout->addWidget(makeLine(Qt::Horizontal, this));
    m_layout->addWidget(footer);
}

EmptyState::EmptyState(const QString &iconName, const QString &sentence, const QString &action,
                       const QString &objectName, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(objectName);
    setAccessibleName(sentence);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(12);
    layout->addStretch(1);
    if (!iconName.isEmpty())
        layout->addWidget(new IconLabel(iconName, 28, Token::Muted), 0, Qt::AlignHCenter);
    m_sentence = makeLabel(sentence, LabelRole::Secondary, objectName + u"_sentence"_qs);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    layout->addWidget(m_sentence);
    if (!action.isEmpty()) {
        auto *button = makeButton(action, QString(), ButtonKind::Primary, objectName + u"_action"_qs);
        connect(button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
        layout->addWidget(button, 0, Qt::AlignHCenter);
    }
    layout->addStretch(1);
}

void EmptyState::setActionVisible(bool visible)
{
    if (auto *button = findChild<QPushButton *>(objectName() + u"_action"_qs))
        button->setVisible(visible);
}

void EmptyState::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
}

} // namespace bourse::gui
