#include "gui/integrations/signaturematchbox.h"
#include "gui/leads/payloadview.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "workbench/editorstate.h"
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace bourse::gui {

using domain::Value;
using workbench::EditorState;
using workbench::IntegrationDocument;

namespace {

constexpr std::size_t shownBefore = 10;
constexpr std::size_t shownAfter = 16;
constexpr int deepest = 40;

QString escaped(std::string_view bytes)
{
    QString out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            out += QStringLiteral("\\n");
        else if (c == '\r')
            out += QStringLiteral("\\r");
        else if (c == '\t')
            out += QStringLiteral("\\t");
        else if (c == '\\')
            out += QStringLiteral("\\\\");
        else if (byte < 0x20 || byte > 0x7E)
            out += QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
        else
            out += QLatin1Char(c);
    }
    return out;
}

/// A line has no place to break a signature at.
QString shortened(const QString &signature)
{
    constexpr qsizetype most = 28;
    return signature.size() <= most ? signature
                                    : signature.left(most - 9) + QStringLiteral("…") + signature.right(8);
}

/// Whether the recipe signs a time, so that another one gives another signature.
bool signsTime(const Value &value, int depth = 0)
{
    if (depth > deepest)
        return false;
    if (const domain::Array *list = value.asArray())
        return std::any_of(list->begin(), list->end(),
                           [depth](const Value &each) { return signsTime(each, depth + 1); });
    const domain::Object *object = value.asObject();
    if (!object)
        return false;
    const Value *part = object->find("part");
    const Value *computed = object->find("computed");
    const std::string name = computed ? computed->toText() : std::string();
    return (part && part->toText() == "timestamp") || name == "time" || name == "epoch_s" ||
           name == "epoch_ms" || std::any_of(object->begin(), object->end(), [depth](const auto &member) {
               return signsTime(member.second, depth + 1);
           });
}

void nameIt(QWidget *widget, const char *objectName, const QString &accessible)
{
    widget->setObjectName(QLatin1String(objectName));
    widget->setAccessibleName(accessible);
}

} // namespace

QString differenceText(const std::string &theirs, const std::string &ours, std::size_t at)
{
    const QString names[] = {SignatureMatchBox::tr("theirs"), SignatureMatchBox::tr("ours")};
    const qsizetype margin = std::max(names[0].size(), names[1].size()) + 1;
    const std::size_t from = at > shownBefore ? at - shownBefore : 0;
    const auto line = [&](const QString &name, const std::string &text) {
        const std::string_view all(text);
        const std::string_view before = all.substr(std::min(from, all.size()), at - from);
        const std::string_view after = all.substr(std::min(at, all.size()), shownAfter);
        return name.leftJustified(margin) + (from > 0 ? QStringLiteral("…") : QString()) + escaped(before) +
               (after.empty() ? SignatureMatchBox::tr("(ends here)") : escaped(after)) +
               (at + shownAfter < text.size() ? QStringLiteral("…") : QString());
    };
    QString out = line(names[0], theirs);
    if (!ours.empty())
        out += u'\n' + line(names[1], ours);
    // both have the same bytes up to there
    const std::string_view common = std::string_view(theirs).substr(std::min(from, theirs.size()), at - from);
    return out + u'\n' + QString(margin + (from > 0 ? 1 : 0) + escaped(common).size(), u' ') + u'^';
}

SignatureMatchBox::SignatureMatchBox(EditorState *state, QWidget *parent)
    : QWidget(parent), m_state(state), m_expected(new QLineEdit), m_secret(new QLineEdit),
      m_body(new QPlainTextEdit), m_time(new QLineEdit), m_nonce(new QLineEdit), m_text(new QPlainTextEdit),
      m_compare(makeButton(tr("Compare"), QString(), ButtonKind::Plain, QStringLiteral("matchCompare"))),
      m_verdict(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("matchVerdict"))),
      m_difference(new PayloadView(QStringLiteral("matchDifference"))), m_variants(new QListWidget)
{
    setObjectName(QStringLiteral("signatureMatch"));
    setAccessibleName(tr("Match the buyer’s example"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    nameIt(m_expected, "matchExpected", tr("The signature in the buyer's example"));
    m_expected->setPlaceholderText(tr("Their signature"));
    m_secret->setEchoMode(QLineEdit::Password);
    nameIt(m_secret, "matchSecret", tr("The secret of the buyer's example; it is not kept"));
    m_secret->setPlaceholderText(tr("The example’s secret, not kept"));
    nameIt(m_body, "matchBody", tr("The body of the buyer's example"));
    m_body->setPlaceholderText(tr("Their body; empty takes ours"));
    nameIt(m_time, "matchTime", tr("The timestamp of the buyer's example"));
    m_time->setToolTip(tr("Seconds or milliseconds since 1970, 2026-05-12T14:30:01Z, or as in HTTP"));
    nameIt(m_nonce, "matchNonce", tr("The nonce or id of the buyer's example"));
    m_nonce->setPlaceholderText(tr("Their nonce"));
    nameIt(m_text, "matchText", tr("The string to sign, as the buyer prints it"));
    m_text->setPlaceholderText(tr("Their string to sign, if they print it"));
    const auto scale = [this] {
        for (QPlainTextEdit *edit : {m_body, m_text}) {
            edit->setFixedHeight(theme().px(52));
            edit->document()->setDocumentMargin(theme().px(10));
        }
        m_difference->setFixedHeight(theme().px(66));
        m_variants->setFixedHeight(theme().px(72));
    };
    scale();
    connect(&theme(), &Theme::changed, this, scale);
    for (QPlainTextEdit *edit : {m_body, m_text})
        edit->setTabChangesFocus(true);
    m_verdict->setWordWrap(true);
    m_verdict->setMinimumWidth(1);
    m_difference->setPretty(false);
    m_difference->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_difference->setAccessibleName(tr("Where the two strings to sign part"));
    m_difference->hide();
    nameIt(m_variants, "matchVariants", tr("Recipes that give the expected signature"));
    m_variants->setWordWrap(true);
    m_variants->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_variants->hide();
    auto *made = new QHBoxLayout;
    made->setSpacing(8);
    made->addWidget(m_time, 1);
    made->addWidget(m_nonce, 1);
    layout->addWidget(m_expected);
    layout->addWidget(m_secret);
    layout->addWidget(m_body);
    layout->addLayout(made);
    layout->addWidget(m_text);
    layout->addWidget(m_compare, 0, Qt::AlignLeft);
    layout->addWidget(m_verdict);
    layout->addWidget(m_difference);
    layout->addWidget(m_variants);
    layout->addStretch(1);
    connect(m_compare, &QPushButton::clicked, this, &SignatureMatchBox::compare);
    for (QLineEdit *field : {m_expected, m_time, m_nonce})
        connect(field, &QLineEdit::returnPressed, this, &SignatureMatchBox::compare);
    connect(m_variants, &QListWidget::itemActivated, this, [this] { useVariant(m_variants->currentRow()); });
    connect(m_variants, &QListWidget::itemClicked, this, [this] { useVariant(m_variants->currentRow()); });
    refreshFields();
}

void SignatureMatchBox::setSignature(int index, const QString &secretName)
{
    m_index = index;
    m_secretName = secretName;
    refreshFields();
}

void SignatureMatchBox::refreshFields()
{
    const Value &document = m_state->document()->value();
    m_nonce->setVisible(domain::makesNonce(document, m_state->step()));
    const Value *recipe = m_state->document()->at(
        IntegrationDocument::signatures(m_state->step()).child(static_cast<std::size_t>(m_index)));
    m_time->setPlaceholderText(recipe && signsTime(*recipe) ? tr("Their timestamp, which is signed")
                                                            : tr("Their timestamp"));
}

void SignatureMatchBox::focusFirst()
{
    m_expected->setFocus(Qt::ShortcutFocusReason);
}

void SignatureMatchBox::say(const QString &verdict, const QString &difference)
{
    m_verdict->setText(verdict);
    fitVerdict();
    m_difference->setPayload(difference);
    m_difference->setVisible(!difference.isEmpty());
}

void SignatureMatchBox::fitVerdict()
{
    // a scrolled page asks how low it can be, not how low at its width
    m_verdict->setMinimumHeight(m_verdict->text().isEmpty() ? 0 : m_verdict->heightForWidth(width()));
}

void SignatureMatchBox::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitVerdict();
}

void SignatureMatchBox::compare()
{
    if (m_variants->hasFocus())
        m_compare->setFocus(); // what is hidden would give it to anybody
    m_variants->clear();
    m_variants->hide();
    m_recipes.clear();
    if (m_expected->text().trimmed().isEmpty()) {
        say(tr("Paste the signature of the buyer's example first."));
        return;
    }
    domain::BuyerExample example;
    example.expected = m_expected->text().trimmed().toStdString();
    if (!m_body->toPlainText().isEmpty())
        example.body = m_body->toPlainText().toStdString();
    if (!m_text->toPlainText().isEmpty())
        example.stringToSign = m_text->toPlainText().toStdString();
    if (!m_nonce->isHidden() && !m_nonce->text().isEmpty())
        example.nonce = m_nonce->text().trimmed().toStdString();
    if (!m_time->text().trimmed().isEmpty()) {
        example.time = domain::exampleTime(m_time->text().toStdString());
        if (!example.time) {
            say(tr("Their timestamp cannot be read: %1").arg(m_time->toolTip()));
            m_time->setFocus();
            return;
        }
    }
    const auto carried = m_state->carried();
    std::map<std::string, Secret> secrets;
    if (!m_secret->text().isEmpty())
        secrets.emplace(m_secretName.toStdString(), Secret(m_secret->text().toStdString()));
    domain::RenderInput input;
    input.lead = &m_state->lead();
    input.carried = &carried;
    input.secrets = &secrets;
    input.time = m_state->time();
    input.live = m_state->isLive();
    input.seed = m_state->seed();
    const auto match = domain::matchSignature(m_state->document()->value(), m_state->step(),
                                              static_cast<std::size_t>(m_index), input, example);
    if (match)
        explain(*match, example);
    else
        say(QString::fromStdString(match.error().message));
}

void SignatureMatchBox::explain(const domain::SignatureMatch &match, const domain::BuyerExample &example)
{
    QString text;
    QString difference;
    if (example.stringToSign && match.textDifference) {
        text = u' ' + tr("Our string to sign differs from theirs at byte %1.").arg(*match.textDifference);
        // secrets in ours are written as names: then its bytes are not where they are counted
        const bool asItIs = match.ours.stringToSign.size() == match.textSize;
        difference = differenceText(*example.stringToSign, asItIs ? match.ours.stringToSign : std::string(),
                                    *match.textDifference);
    } else if (example.stringToSign) {
        text = u' ' + tr("Our string to sign is theirs, byte for byte.");
    }
    if (match.matches) {
        say(tr("The recipe gives exactly this signature.") + text, difference);
        return;
    }
    QString verdict = match.ours.problem ? QString::fromStdString(match.ours.problem->message)
                      : match.firstDifference
                          ? tr("Differs at byte %1. Ours: %2")
                                .arg(*match.firstDifference)
                                .arg(shortened(QString::fromStdString(match.ours.signature)))
                          : tr("Differs.");
    verdict +=
        text + u' ' +
        (match.variants.empty() ? tr("None of %1 usual variants gives it.").arg(match.tried)
                                : tr("%1 of %2 variants match:").arg(match.variants.size()).arg(match.tried));
    say(verdict, difference);
    for (const domain::SignatureVariant &variant : match.variants) {
        m_variants->addItem(tr("Use this: %1").arg(QString::fromStdString(variant.sentence)));
        m_recipes.push_back(variant.recipe);
    }
    m_variants->setVisible(!m_recipes.empty());
    if (m_recipes.empty())
        return;
    m_variants->setCurrentRow(0);
    // once it has its place: Enter takes the first
    QTimer::singleShot(0, m_variants, [list = m_variants] { list->setFocus(Qt::OtherFocusReason); });
}

void SignatureMatchBox::useVariant(int index)
{
    if (index < 0 || index >= static_cast<int>(m_recipes.size()))
        return;
    const domain::Object recipe = m_recipes[static_cast<std::size_t>(index)];
    Q_EMIT recipeChosen(recipe);
    compare();
}

} // namespace bourse::gui
