#include "gui/integrations/sourceeditor.h"
#include "domain/integration/catalogue.h"
#include "domain/integration/describe.h"
#include "domain/integration/documentwalk.h"
#include "domain/json/json.h"
#include "gui/integrations/leadfieldmodel.h"
#include "gui/integrations/mappingmodel.h"
#include "gui/shell/commandpalette.h"
#include "gui/theme/figures.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/painters.h"
#include "workbench/editorstate.h"
#include "workbench/mappingedits.h"
#include <QButtonGroup>
#include <QCoreApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using domain::Object;
using domain::Value;
using workbench::DocumentPath;
using workbench::SourceKind;

namespace {

enum Role { ValueRole = Qt::UserRole + 1, HintRole, IconRole };
constexpr int offersShown = 8;

constexpr SourceKind kinds[] = {SourceKind::Field,   SourceKind::Constant, SourceKind::Template,
                                SourceKind::Carried, SourceKind::Secret,   SourceKind::Variable,
                                SourceKind::Lookup,  SourceKind::Computed, SourceKind::FirstOf,
                                SourceKind::Value,   SourceKind::Pairs};

/// Which kind Alt and a digit choose; 0 is the tenth.
std::size_t kindOfKey(int key)
{
    return key == Qt::Key_0 ? 9 : static_cast<std::size_t>(key - Qt::Key_1);
}

class OfferDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {theme().px(200), theme().px(rowCompact)};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        painter->save();
        paintRowGround(painter, option.rect, option.state & QStyle::State_Selected, false);
        QRectF content = QRectF(option.rect).adjusted(look.px(12), 0, -look.px(12), 0);
        paintIcon(painter, QRectF(content.left(), content.top(), look.px(14), content.height()),
                  index.data(IconRole).toString(), look.color(Token::Secondary));
        content.setLeft(content.left() + look.px(22));
        const QFont body = look.font(TextRole::Body);
        const QString text = index.data().toString();
        painter->setPen(look.color(Token::Text));
        paintFigures(painter, content, Qt::AlignLeft, text, body);
        const qreal used = figuresWidth(body, text) + look.px(16);
        const qreal room = content.width() - used;
        if (room > look.px(24)) {
            const QFont mono = look.font(TextRole::Mono);
            painter->setFont(mono);
            painter->setPen(look.color(Token::Secondary));
            painter->drawText(
                content.adjusted(used, 0, 0, 0), Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                QFontMetricsF(mono).elidedText(index.data(HintRole).toString(), Qt::ElideRight, room));
        }
        painter->restore();
    }
};

} // namespace

SourceEditor::SourceEditor(workbench::EditorState *state, LeadFieldModel *fields, QWidget *parent)
    : EditorPopup(QStringLiteral("sourceEditor"), tr("Where the value comes from"), parent), m_state(state),
      m_fields(fields), m_kinds(new QWidget), m_caption(nullptr), m_field(new QLineEdit), m_note(nullptr),
      m_list(new QListView), m_offers(new QStandardItemModel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 10, 1, 6);
    layout->setSpacing(8);
    m_caption = makeLabel(QString(), LabelRole::Strong, QStringLiteral("sourceTitle"));
    m_caption->setContentsMargins(12, 0, 12, 0);
    layout->addWidget(m_caption);

    auto *grid = new QGridLayout(m_kinds);
    m_kinds->setObjectName(QStringLiteral("sourceKinds"));
    grid->setContentsMargins(12, 0, 12, 0);
    grid->setSpacing(6);
    auto *group = new QButtonGroup(this);
    int i = 0;
    for (const SourceKind kind : kinds) {
        auto *button = makeButton(sourceWord(kind), sourceIcon(kind), ButtonKind::Chip,
                                  u"sourceKind_%1"_qs.arg(static_cast<int>(kind)));
        button->setCheckable(true);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setToolTip(i < 10 ? tr("%1 (Alt+%2)").arg(sourceWord(kind)).arg((i + 1) % 10)
                                  : sourceWord(kind));
        button->setFocusPolicy(Qt::TabFocus);
        group->addButton(button, static_cast<int>(kind));
        grid->addWidget(button, i / 3, i % 3);
        m_kindButtons.append(button);
        ++i;
    }
    connect(group, &QButtonGroup::idClicked, this, [this](int id) {
        setKind(static_cast<SourceKind>(id));
        m_field->setFocus();
    });
    layout->addWidget(m_kinds);

    auto *fieldHolder = new QHBoxLayout;
    fieldHolder->setContentsMargins(12, 0, 12, 0);
    m_field->setObjectName(QStringLiteral("sourceField"));
    m_field->setAccessibleName(tr("Field, text or name, as the kind above says"));
    m_field->installEventFilter(this);
    fieldHolder->addWidget(m_field);
    layout->addLayout(fieldHolder);
    m_note = makeLabel(QString(), LabelRole::Note, QStringLiteral("sourceNote"));
    m_note->setContentsMargins(12, 0, 12, 0);
    m_note->setWordWrap(true);
    layout->addWidget(m_note);

    m_list->setObjectName(QStringLiteral("sourceOffers"));
    m_list->setAccessibleName(tr("What there is to choose"));
    m_list->setModel(m_offers);
    m_list->setItemDelegate(new OfferDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    layout->addWidget(m_list);
    connect(m_field, &QLineEdit::textChanged, this, &SourceEditor::refreshOffers);
    connect(m_list, &QListView::clicked, this, &SourceEditor::applyOffer);
}

bool SourceEditor::isFree() const
{
    return !m_isRow || m_kind == SourceKind::Constant || m_kind == SourceKind::Template ||
           m_kind == SourceKind::Secret || m_kind == SourceKind::Carried || m_kind == SourceKind::FirstOf ||
           m_kind == SourceKind::Pairs;
}

void SourceEditor::editRow(const DocumentPath &row, const QString &typed, const QRect &anchor)
{
    m_path = row;
    m_isRow = true;
    m_choices.clear();
    m_kinds->show();
    const Value *source = m_state->document()->at(row.child("source"));
    SourceKind kind = workbench::sourceKind(source);
    m_caption->setText(tr("Source of %1").arg(m_state->document()->text(row.child("target"))));
    // A new row, or one of a kind that has no form here, begins with what most rows are.
    if (std::find(std::begin(kinds), std::end(kinds), kind) == std::end(kinds))
        kind = SourceKind::Field;
    m_kind = SourceKind::None;
    QString text = workbench::sourceText(source);
    if (kind == SourceKind::Pairs) {
        kind = SourceKind::Field; // another kind is wanted
        text.clear();
    }
    if (kind == SourceKind::FirstOf && source)
        text = QString::fromStdString(domain::writeJson(*source));
    {
        const QSignalBlocker quiet(m_field);
        m_field->setText(typed.isEmpty() ? text : typed);
    }
    setKind(kind);
    openAt(anchor, 450);
    m_field->setFocus(Qt::PopupFocusReason);
    if (typed.isEmpty())
        m_field->selectAll();
}

void SourceEditor::editText(const DocumentPath &text, const QString &name, const QStringList &choices,
                            const QRect &anchor)
{
    m_path = text;
    m_isRow = false;
    m_choices = choices;
    m_kinds->hide();
    m_caption->setText(name);
    m_kind = choices.isEmpty() ? SourceKind::Template : SourceKind::Computed;
    {
        const QSignalBlocker quiet(m_field);
        m_field->setText(m_state->document()->text(text));
    }
    m_field->setPlaceholderText(QString());
    m_field->setAccessibleName(name);
    refreshOffers();
    openAt(anchor, 460);
    m_field->setFocus(Qt::PopupFocusReason);
    m_field->selectAll();
}

void SourceEditor::setKind(SourceKind kind)
{
    const bool changed = kind != m_kind;
    m_kind = kind;
    for (qsizetype i = 0; i < m_kindButtons.size(); ++i)
        m_kindButtons[i]->setChecked(kinds[i] == kind);
    const char *placeholder = "";
    switch (kind) {
    case SourceKind::Field:
        placeholder = QT_TR_NOOP("Find a field of the lead");
        break;
    case SourceKind::Constant:
        placeholder = QT_TR_NOOP("Text that is sent as it is");
        break;
    case SourceKind::Template:
        placeholder = QT_TR_NOOP("Text with {{lead.first_name}} in it");
        break;
    case SourceKind::Carried:
        placeholder = QT_TR_NOOP("Value that an earlier answer gave");
        break;
    case SourceKind::Secret:
        placeholder = QT_TR_NOOP("Name of a secret, never its value");
        break;
    case SourceKind::Variable:
        placeholder = QT_TR_NOOP("Find a variable of this document");
        break;
    case SourceKind::Value:
        placeholder = QT_TR_NOOP("Find a named value of this document");
        break;
    case SourceKind::Lookup:
        placeholder = QT_TR_NOOP("Find a table of this document");
        break;
    case SourceKind::Computed:
        placeholder = QT_TR_NOOP("Time, id, or part of the request");
        break;
    case SourceKind::Pairs:
        placeholder = QT_TR_NOOP("Name of the first pair");
        break;
    default:
        placeholder = QT_TR_NOOP("Sources in order, as JSON");
        break;
    }
    m_field->setPlaceholderText(tr(placeholder));
    m_field->setAccessibleName(tr(placeholder));
    if (changed)
        refreshOffers();
}

void SourceEditor::say(const QString &text)
{
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

void SourceEditor::refreshOffers()
{
    m_offers->clear();
    const QString needle = m_field->text().trimmed();
    const Value &document = m_state->document()->value();
    struct Ranked {
        int score;
        QString text, value, hint, icon;
    };
    QVector<Ranked> ranked;
    const auto offer = [&](const QString &text, const QString &hint, const QString &iconName,
                           const QString &alias = QString()) {
        const int score =
            std::max(paletteScore(text, needle), alias.isEmpty() ? -1 : paletteScore(alias, needle));
        if (score >= 0)
            ranked.append({score, text, text, hint, iconName});
    };
    if (!m_isRow) {
        for (const QString &choice : std::as_const(m_choices))
            ranked.append({0, choice, choice, {}, QStringLiteral("chevron-right")});
    } else if (m_kind == SourceKind::Field) {
        const auto walk = [&](const QModelIndex &parent, const auto &self) -> void {
            for (int row = 0; row < m_fields->rowCount(parent); ++row) {
                const QModelIndex index = m_fields->index(row, 0, parent);
                const QString path = index.data(LeadFieldModel::PathRole).toString();
                if (!path.isEmpty() && m_fields->source(index).find("field"))
                    offer(path, index.data(LeadFieldModel::ValueRole).toString(),
                          index.data(LeadFieldModel::IconRole).toString(),
                          index.data(LeadFieldModel::LabelRole).toString());
                self(index, self);
            }
        };
        walk({}, walk);
    } else if (m_kind == SourceKind::Carried) {
        for (const auto &[name, value] : m_state->carried())
            offer(QString::fromStdString(name), QString::fromStdString(value), QStringLiteral("carried"));
    } else if (m_kind == SourceKind::Secret) {
        if (const auto compiled = m_state->document()->lastCompiled())
            for (const std::string &name : compiled->secretNames())
                offer(QString::fromStdString(name), u"{{%1}}"_qs.arg(QString::fromStdString(name)),
                      QStringLiteral("key"));
    } else if (m_kind == SourceKind::Value) {
        const std::string step = "steps." + std::string(domain::name(m_state->step())) + ".values";
        for (const std::string &at : {step, std::string("values")})
            if (const Value *holder = domain::memberAt(document, at); holder && holder->asObject())
                for (const auto &[name, value] : *holder->asObject())
                    offer(QString::fromStdString(name),
                          value.find("source")
                              ? QString::fromStdString(domain::describeSource(*value.find("source")))
                              : QString(),
                          sourceIcon(m_kind));
    } else if (m_kind == SourceKind::Variable || m_kind == SourceKind::Lookup) {
        const bool isVariable = m_kind == SourceKind::Variable;
        const Value *holder = document.find(isVariable ? "variables" : "tables");
        if (holder && holder->asObject())
            for (const auto &[name, value] : *holder->asObject())
                offer(QString::fromStdString(name),
                      isVariable         ? QString::fromStdString(value.toText())
                      : value.asObject() ? tr("%1 entries").arg(value.asObject()->size())
                                         : QString(),
                      sourceIcon(m_kind));
    } else if (m_kind == SourceKind::Computed) {
        for (const domain::ComputedInfo &one : domain::computedValues()) {
            if (one.where == domain::ComputedInfo::Where::Transforms)
                continue; // a row is not within a transform
            const QString label = QCoreApplication::translate("Computed", one.label);
            offer(QString::fromLatin1(one.name), label, QStringLiteral("computed"), label);
        }
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    for (const Ranked &each : ranked) {
        auto *item = new QStandardItem(each.text);
        item->setData(each.value, ValueRole);
        item->setData(each.hint, HintRole);
        item->setData(each.icon, IconRole);
        m_offers->appendRow(item);
    }
    // What is typed freely is taken as typed; the arrow keys go to an offer.
    if (m_offers->rowCount() > 0 && !isFree())
        m_list->setCurrentIndex(m_offers->index(0, 0));
    const int rows = std::min(offersShown, m_offers->rowCount());
    m_list->setVisible(rows > 0);
    m_list->setFixedHeight(std::max(1, rows * theme().px(rowCompact)));
    QString note;
    if (m_isRow && !isFree() && rows == 0 && !needle.isEmpty()) {
        switch (m_kind) {
        case SourceKind::Field:
            note = tr("The lead has no such field. To send this text as it is, choose Constant.");
            break;
        case SourceKind::Variable:
            note = tr("The document has no such variable.");
            break;
        case SourceKind::Value:
            note = tr("The document has no such named value.");
            break;
        case SourceKind::Lookup:
            note = tr("The document has no such table.");
            break;
        default:
            note = tr("There is no such value.");
            break;
        }
    } else if (m_isRow && m_kind == SourceKind::Pairs) {
        note = tr("Rows as one text: name=value&name=value. The pairs become rows below this one; what it "
                  "has now goes into the first.");
    } else if (m_isRow && m_kind == SourceKind::Secret) {
        note = tr("Only the name stands in the document; the value stays in the keychain.");
    }
    say(note);
    if (isVisible())
        place();
}

void SourceEditor::applyOffer(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    {
        const QSignalBlocker quiet(m_field);
        m_field->setText(index.data(ValueRole).toString());
    }
    apply();
}

void SourceEditor::apply()
{
    const QString text = m_field->text();
    workbench::IntegrationDocument *document = m_state->document();
    if (!m_isRow) {
        document->set(m_path, text.isEmpty() ? std::nullopt : std::optional<Value>(Value(text.toStdString())),
                      tr("Change %1").arg(m_caption->text()));
        closePopup();
        Q_EMIT applied();
        return;
    }
    if (!isFree() && m_offers->rowCount() == 0) {
        refreshOffers(); // says why
        return;
    }
    if (text.isEmpty() && m_kind != SourceKind::Constant) {
        say(tr("Choose a value, or press Esc to leave the source as it is."));
        place();
        return;
    }
    if (m_kind == SourceKind::Pairs) {
        // closed first: the next form gives the focus back to where this one had it from
        const DocumentPath row = m_path;
        workbench::MappingEdits(document).makePairs(row, text.trimmed());
        closePopup();
        Q_EMIT applied();
        Q_EMIT pairsMade(QString::fromStdString(row.toString()));
        return;
    }
    Value source = workbench::makeSource(m_kind, text);
    if (m_kind == SourceKind::FirstOf && !source.find("first_of")) {
        say(tr(
            "Write the sources as JSON: {\"first_of\": [{\"field\": \"mobile\"}, {\"field\": \"phone\"}]}"));
        place();
        return;
    }
    const Value *now = document->at(m_path.child("source"));
    if (m_kind == SourceKind::Lookup && now && now->find("key")) {
        // another table for the same key
        Value kept = *now;
        kept.asObject()->set("lookup", *source.find("lookup"));
        source = std::move(kept);
    }
    workbench::MappingEdits(document).setSource(m_path, std::move(source));
    closePopup();
    Q_EMIT applied();
}

bool SourceEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::ShortcutOverride) {
        // here Alt and a number choose a kind, not a step of the editor behind
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() & Qt::AltModifier && key->key() >= Qt::Key_0 && key->key() <= Qt::Key_9) {
            event->accept();
            return true;
        }
    }
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const int rows = m_offers->rowCount();
        const int row = m_list->currentIndex().row();
        if (key->modifiers() & Qt::AltModifier && key->key() >= Qt::Key_0 && key->key() <= Qt::Key_9 &&
            kindOfKey(key->key()) < std::size(kinds) && m_isRow) {
            setKind(kinds[kindOfKey(key->key())]);
            return true;
        }
        switch (key->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_list->currentIndex().isValid() && rows > 0)
                applyOffer(m_list->currentIndex());
            else
                apply();
            return true;
        case Qt::Key_Down:
        case Qt::Key_Up:
            if (rows > 0)
                m_list->setCurrentIndex(m_offers->index(
                    (row + (key->key() == Qt::Key_Down ? 1 : rows - 1 + (row < 0))) % rows, 0));
            return true;
        case Qt::Key_Escape:
            closePopup();
            return true;
        default:
            break;
        }
    }
    return EditorPopup::eventFilter(watched, event);
}

} // namespace bourse::gui
