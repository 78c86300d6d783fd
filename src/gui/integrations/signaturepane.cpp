#include "gui/integrations/signaturepane.h"
#include "domain/integration/signature.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/signaturematchbox.h"
#include "gui/integrations/signatureparts.h"
#include "gui/leads/payloadview.h"
#include "gui/theme/figures.h"
#include "gui/theme/theme.h"
#include "gui/widgets/basics.h"
#include "gui/widgets/painters.h"
#include "workbench/editorstate.h"
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>
#include <array>

namespace bourse::gui {

using domain::Object;
using domain::Value;
using workbench::DocumentPath;
using workbench::EditorState;
using workbench::IntegrationDocument;

namespace {

constexpr std::array<const char *, 15> kAlgorithms = {
    {"hmac-sha256", "hmac-sha512", "hmac-sha384", "hmac-sha1", "hmac-md5", "ed25519", "rsa-sha256",
     "rsa-sha512", "rsa-pss-sha512", "ecdsa-p256-sha256", "sha256", "sha512", "sha384", "sha1", "md5"}};
constexpr std::array<const char *, 4> kOutputs = {{"hex", "hex_upper", "base64", "base64url"}};

/// Line ends in words, so that the text to sign has no secrets for the eye.
QString visible(const std::string &text)
{
    return QString::fromStdString(text)
        .replace(QStringLiteral("\r\n"), QStringLiteral(" CRLF\r"))
        .replace(u'\n', QStringLiteral(" LF\n"))
        .replace(u'\r', u'\n');
}

/// A recipe's name over what it is for.
class PresetDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {theme().px(120), theme().px(rowTall + 4)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        painter->save();
        paintRowGround(painter, option.rect, option.state & QStyle::State_Selected,
                       option.state & QStyle::State_MouseOver);
        const qreal line = look.px(18);
        QRectF upper = QRectF(option.rect).adjusted(look.px(12), 0, -look.px(8), 0);
        upper.setTop(option.rect.top() + (option.rect.height() - 2 * line) / 2);
        upper.setHeight(line);
        painter->setPen(look.color(Token::Text));
        paintFigures(painter, upper, Qt::AlignLeft, index.data().toString(), look.font(TextRole::BodyMedium));
        painter->setPen(look.color(Token::Muted));
        paintFigures(painter, upper.translated(0, line), Qt::AlignLeft,
                     index.data(Qt::ToolTipRole).toString(), look.font(TextRole::Caption));
        painter->restore();
    }
};

/// As wide as there is room for, whatever it holds.
void giveWay(QComboBox *choice)
{
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(4);
    choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

/// A field with its name above it.
void addField(QGridLayout *grid, int row, int column, const QString &text, QWidget *field, int columns = 1)
{
    auto *label = makeLabel(text, LabelRole::Caption, field->objectName() + QStringLiteral("Label"));
    label->setBuddy(field);
    grid->addWidget(label, 2 * row, column, 1, columns);
    grid->addWidget(field, 2 * row + 1, column, 1, columns);
}

QGridLayout *fieldGrid()
{
    auto *grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return grid;
}

void nameIt(QWidget *widget, const char *objectName, const QString &accessible)
{
    widget->setObjectName(QLatin1String(objectName));
    widget->setAccessibleName(accessible);
}

} // namespace

SignaturePane::SignaturePane(EditorState *state, QWidget *parent)
    : QWidget(parent), m_state(state), m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("signaturePane"));
    setHelpTopic(this, QStringLiteral("signature"));
    setAccessibleName(tr("Signature"));
    m_stack->addWidget(makeEmpty());
    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("signatureScroll"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QWidget *editor = makeEditor();
    editor->setProperty("plain", true);
    scroll->setWidget(editor);
    m_stack->addWidget(scroll);
    // whatever gets the focus, by whichever key, can be seen
    connect(qApp, &QApplication::focusChanged, scroll, [scroll](QWidget *, QWidget *now) {
        if (now && scroll->isAncestorOf(now))
            scroll->ensureWidgetVisible(now, 0, theme().px(80)); // with what comes next
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_state, &EditorState::previewChanged, this, &SignaturePane::refresh);
    connect(m_state, &EditorState::stepChanged, this, [this] {
        m_index = 0;
        refresh();
    });
    refresh();
}

QWidget *SignaturePane::makeEmpty()
{
    auto *box = new QWidget;
    box->setObjectName(QStringLiteral("signatureEmpty"));
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(
        makeLabel(tr("This step is not signed"), LabelRole::Section, QStringLiteral("signatureNone")));
    auto *note = makeLabel(tr("Choose a recipe to begin with; every part of it can be changed."),
                           LabelRole::Secondary, QStringLiteral("signatureNoneNote"));
    note->setWordWrap(true);
    layout->addWidget(note);
    m_presets = new QListWidget;
    nameIt(m_presets, "signaturePresets", tr("Signing recipes"));
    m_presets->setItemDelegate(new PresetDelegate(m_presets));
    m_presets->setMouseTracking(true);
    m_presets->setProperty("boxed", true);
    m_presets->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_presets->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    for (const domain::SignaturePreset &preset : domain::signaturePresets()) {
        auto *item = new QListWidgetItem(QString::fromStdString(preset.label));
        item->setToolTip(QString::fromStdString(preset.description));
        item->setData(Qt::UserRole, QString::fromStdString(preset.name));
        m_presets->addItem(item);
    }
    layout->addWidget(m_presets, 1);
    auto *add = makeButton(tr("Sign with this recipe"), QStringLiteral("plus"), ButtonKind::Primary,
                           QStringLiteral("signatureAdd"));
    layout->addWidget(add, 0, Qt::AlignLeft);
    m_presets->setCurrentRow(0);
    connect(add, &QPushButton::clicked, this, [this] { addPreset(m_presets->currentRow()); });
    connect(m_presets, &QListWidget::itemActivated, this, [this] { addPreset(m_presets->currentRow()); });
    return box;
}

QWidget *SignaturePane::makeEditor()
{
    auto *box = new QWidget;
    box->setObjectName(QStringLiteral("signatureEditor"));
    auto *outer = new QVBoxLayout(box);
    outer->setContentsMargins(12, 6, 12, 6);
    outer->setSpacing(6);

    m_which = new QComboBox;
    giveWay(m_which);
    nameIt(m_which, "signatureWhich", tr("Which signature"));
    auto *remove = makeButton(tr("Remove this signature"), QStringLiteral("trash"), ButtonKind::Icon,
                              QStringLiteral("signatureRemove"));
    auto *another = makeButton(tr("Add another signature"), QStringLiteral("plus"), ButtonKind::Icon,
                               QStringLiteral("signatureAnother"));
    for (QPushButton *button : {another, remove})
        button->setProperty("flat", true);
    // two halves, so that neither has to be scrolled in a small window
    m_halves =
        new SegmentedControl({tr("Recipe"), tr("Match an example")}, QStringLiteral("signatureHalves"), true);
    m_halves->setAccessibleName(tr("Recipe, or the buyer's example"));
    m_halves->button(0)->setToolTip(tr("What is signed, with what, and where it goes (Alt+R)"));
    m_halves->button(1)->setToolTip(tr("Match the buyer’s example (Alt+M)"));
    // no mnemonics: a button waits before it is clicked by one, and what is typed meanwhile goes astray
    connect(new QShortcut(Qt::ALT | Qt::Key_R, box), &QShortcut::activated, this, [this] {
        m_halves->setCurrent(0);
        m_algorithm->setFocus(Qt::ShortcutFocusReason);
    });
    connect(new QShortcut(Qt::ALT | Qt::Key_M, box), &QShortcut::activated, this, [this] {
        m_halves->setCurrent(1);
        m_match->focusFirst();
    });
    auto *head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(m_halves);
    head->addStretch(1);
    head->addWidget(another);
    head->addWidget(remove);
    outer->addLayout(head);
    outer->addWidget(m_which);
    auto *halves = new QStackedWidget;
    halves->setObjectName(QStringLiteral("signatureHalfStack"));
    auto *recipe = new QWidget;
    recipe->setObjectName(QStringLiteral("signatureRecipe"));
    auto *layout = new QVBoxLayout(recipe);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    halves->addWidget(recipe);
    m_match = new SignatureMatchBox(m_state);
    halves->addWidget(m_match);
    outer->addWidget(halves, 1);
    connect(m_halves, &SegmentedControl::currentChanged, this, [this, halves](int half) {
        halves->setCurrentIndex(half);
        fitParts();
    });
    // by its key or a click, whether it was shown already or not
    connect(m_halves->button(1), &QPushButton::clicked, m_match, &SignatureMatchBox::focusFirst);
    connect(m_match, &SignatureMatchBox::recipeChosen, this, [this](const Object &chosen) {
        m_state->document()->set(path(), Value(chosen), tr("Sign as in the buyer's example"));
    });

    m_algorithm = new QComboBox;
    nameIt(m_algorithm, "signatureAlgorithm", tr("Algorithm"));
    for (const char *algorithm : kAlgorithms)
        m_algorithm->addItem(QString::fromLatin1(algorithm).toUpper(), QString::fromLatin1(algorithm));
    m_secret = new QComboBox;
    m_secret->setEditable(true);
    nameIt(m_secret, "signatureSecret", tr("Name of the secret"));
    m_encoding = new QComboBox;
    nameIt(m_encoding, "signatureEncoding", tr("How the secret is written"));
    const QVector<std::pair<const char *, QString>> encodings = {
        {"text", tr("as text")},           {"hex", tr("as hex")},       {"base64", tr("as base64")},
        {"base64url", tr("as base64url")}, {"whsec", tr("as whsec_…")}, {"pem", tr("as PEM key")}};
    for (const auto &[key, label] : encodings)
        m_encoding->addItem(label, QString::fromLatin1(key));
    m_output = new QComboBox;
    nameIt(m_output, "signatureOutput", tr("How the signature is written"));
    const std::array<QString, kOutputs.size()> outputs = {tr("hex"), tr("HEX"), tr("Base64"),
                                                          tr("Base64url")};
    for (std::size_t i = 0; i < kOutputs.size(); ++i)
        m_output->addItem(outputs[i], QString::fromLatin1(kOutputs[i]));
    for (QComboBox *choice : {m_algorithm, m_secret, m_encoding, m_output})
        giveWay(choice);
    QGridLayout *with = fieldGrid();
    addField(with, 0, 0, tr("&Algorithm"), m_algorithm);
    addField(with, 0, 1, tr("Signature &written"), m_output);
    addField(with, 1, 0, tr("&Secret"), m_secret);
    addField(with, 1, 1, tr("Secret &is written"), m_encoding);
    layout->addLayout(with);

    auto *addPartButton = makeButton(tr("Part"), QStringLiteral("plus"), ButtonKind::Dashed,
                                     QStringLiteral("signatureAddPart"), nullptr, true);
    addPartButton->setAccessibleName(tr("Add a part"));
    auto *partsHead = new QHBoxLayout;
    partsHead->addWidget(makeLabel(tr("Parts, in order"), LabelRole::Strong, QStringLiteral("partsTitle")),
                         1);
    partsHead->addWidget(addPartButton);
    layout->addLayout(partsHead);
    m_parts = new QListWidget;
    nameIt(m_parts, "signatureParts", tr("What is signed, in order"));
    m_parts->setFlow(QListView::LeftToRight);
    m_parts->setWrapping(true);
    m_parts->setResizeMode(QListView::Adjust);
    m_parts->setSpacing(2);
    m_parts->setDragDropMode(QAbstractItemView::InternalMove);
    m_parts->setItemDelegate(new SignaturePartDelegate(m_parts));
    m_parts->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_parts->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_parts->installEventFilter(this);
    layout->addWidget(m_parts);
    m_parts->setToolTip(tr("Alt+Left and Alt+Right move a part, Delete takes it away"));
    auto *menu = new QMenu(addPartButton);
    menu->setObjectName(QStringLiteral("signaturePartMenu"));
    const auto offer = [&](const QString &text, Value part) {
        connect(menu->addAction(text), &QAction::triggered, this,
                [this, text, part = std::move(part)] { addPart(part, text); });
    };
    offer(tr("Body"), Object{{"part", "body"}});
    offer(tr("Timestamp"), Object{{"part", "timestamp"}});
    offer(tr("Method"), Object{{"part", "method"}});
    offer(tr("Path"), Object{{"part", "path"}});
    offer(tr("Path and query"), Object{{"part", "path_query"}});
    offer(tr("Query"), Object{{"part", "query"}});
    offer(tr("Host"), Object{{"part", "host"}});
    offer(tr("Hash of the body"), Object{{"part", "body_hash"}});
    offer(tr("Sorted parameters"), Object{{"part", "parameters"}, {"of", "form"}});
    offer(tr("Nonce"), Object{{"computed", "nonce"}});
    offer(tr("New line (LF)"), Object{{"constant", "\n"}});
    offer(tr("New line (CRLF)"), Object{{"constant", "\r\n"}});
    const auto ask = [this, addPartButton](const QString &title, const QString &note,
                                           std::function<void(const QString &)> take) {
        auto *line = findChild<LineEditor *>(QStringLiteral("lineEditor"));
        if (!line)
            line = new LineEditor(this);
        line->ask(title, note, QString(), tr("Add"),
                  QRect(addPartButton->mapTo(this, QPoint(0, 0)), addPartButton->size()),
                  [take = std::move(take)](const QString &text) {
                      if (text.isEmpty())
                          return tr("Write at least one character.");
                      take(text);
                      return QString();
                  });
    };
    QAction *addText = menu->addAction(tr("Text…"));
    addText->setObjectName(QStringLiteral("partText"));
    connect(addText, &QAction::triggered, this, [this, ask] {
        ask(tr("Text that is signed"), tr("As it stands, at the place of the part."),
            [this](const QString &text) {
                addPart(Object{{"constant", text.toStdString()}}, text);
            });
    });
    QAction *addHeader = menu->addAction(tr("Header…"));
    addHeader->setObjectName(QStringLiteral("partHeader"));
    connect(addHeader, &QAction::triggered, this, [this, ask] {
        ask(tr("Header that is signed"), tr("Its name; what is signed is its value."),
            [this](const QString &name) {
                addPart(Object{{"part", "header"}, {"name", name.toStdString()}}, name);
            });
    });
    connect(addPartButton, &QPushButton::clicked, menu, [addPartButton, menu] {
        menu->popup(addPartButton->mapToGlobal(QPoint(0, addPartButton->height() + 2)));
    });

    auto *textHead = new QHBoxLayout;
    textHead->addWidget(makeLabel(tr("String to sign"), LabelRole::Strong, QStringLiteral("stringTitle")), 1);
    m_bytes = makeLabel(QString(), LabelRole::Note, QStringLiteral("stringBytes"));
    auto *copy = makeButton(tr("Copy the string to sign"), QStringLiteral("copy"), ButtonKind::Icon,
                            QStringLiteral("stringCopy"), nullptr, true);
    textHead->addWidget(m_bytes);
    textHead->addWidget(copy);
    layout->addLayout(textHead);
    m_text = new PayloadView(QStringLiteral("stringToSign"));
    m_text->setAccessibleName(tr("String to sign"));
    // takes what the rest leaves, and never asks for more
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_text->setPretty(false);
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setWordWrapMode(QTextOption::WrapAnywhere);
    const auto scaleText = [this] {
        m_text->setMinimumHeight(theme().px(42));
        if (m_signature)
            m_signature->setFont(theme().font(TextRole::Mono));
        fitParts();
    };
    scaleText();
    connect(&theme(), &Theme::changed, m_text, scaleText);
    layout->addWidget(m_text, 1);

    auto *outputHead = new QHBoxLayout;
    outputHead->addWidget(makeLabel(tr("Signature"), LabelRole::Strong, QStringLiteral("signatureTitle")));
    m_signature = new ElidedLabel(Qt::ElideMiddle);
    m_signature->setObjectName(QStringLiteral("signatureValue"));
    m_signature->setFont(theme().font(TextRole::Mono));
    m_problem = new ElidedLabel;
    m_problem->setObjectName(QStringLiteral("signatureProblem"));
    m_problem->setProperty("tone", QStringLiteral("warn"));
    outputHead->addWidget(m_signature, 1);
    outputHead->addWidget(m_problem, 1);
    layout->addLayout(outputHead);

    m_place = new QComboBox;
    nameIt(m_place, "signaturePlace", tr("Where the signature goes"));
    m_place->addItem(tr("Header"), QStringLiteral("header"));
    m_place->addItem(tr("Query parameter"), QStringLiteral("query"));
    m_place->addItem(tr("Wherever a row reads it"), QStringLiteral("id"));
    m_name = new QLineEdit;
    nameIt(m_name, "signatureName", tr("Name of the header, parameter or signature"));
    m_before = new QLineEdit;
    nameIt(m_before, "signatureBefore", tr("Text before the signature"));
    m_before->setPlaceholderText(tr("sha256="));
    giveWay(m_place);
    QGridLayout *target = fieldGrid();
    addField(target, 0, 0, tr("&Goes to"), m_place);
    addField(target, 0, 1, tr("&Named"), m_name);
    addField(target, 0, 2, tr("Pre&fix"), m_before);
    target->setColumnStretch(0, 5);
    target->setColumnStretch(1, 5);
    target->setColumnStretch(2, 3);
    layout->addLayout(target);

    connect(m_which, &QComboBox::activated, this, [this](int index) {
        m_index = index;
        refresh();
    });
    connect(another, &QPushButton::clicked, this, [this] { m_stack->setCurrentIndex(0); });
    connect(remove, &QPushButton::clicked, this, &SignaturePane::removeSignature);
    connect(m_algorithm, &QComboBox::activated, this, [this] {
        change("algorithm", m_algorithm->currentData().toString(),
               tr("Sign with %1").arg(m_algorithm->currentText()));
    });
    connect(m_secret->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (!m_secret->currentText().trimmed().isEmpty())
            change("secret", m_secret->currentText().trimmed(),
                   tr("Sign with the secret %1").arg(m_secret->currentText()));
    });
    connect(m_encoding, &QComboBox::activated, this, [this] {
        change("secret_encoding", m_encoding->currentData().toString(),
               tr("Read the secret %1").arg(m_encoding->currentText()));
    });
    connect(m_output, &QComboBox::activated, this, [this](int index) {
        change("output", QString::fromLatin1(kOutputs[static_cast<std::size_t>(index)]),
               tr("Change how the signature is written"));
    });
    connect(m_place, &QComboBox::activated, this, &SignaturePane::changePlace);
    connect(m_name, &QLineEdit::editingFinished, this, &SignaturePane::changePlace);
    connect(m_before, &QLineEdit::textEdited, this, [this](const QString &text) {
        change("before", text, tr("Change the signature's prefix"), 301);
    });
    connect(copy, &QPushButton::clicked, this, [this] {
        for (const domain::SignatureTrace &trace : m_state->explanation().signatures)
            if (trace.path == path().toString())
                QGuiApplication::clipboard()->setText(QString::fromStdString(trace.stringToSign));
    });
    const auto key = [this](const QString &text, const QKeySequence &sequence, const char *name,
                            auto handler) {
        auto *action = new QAction(text, m_parts);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(sequence);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_parts->addAction(action);
        connect(action, &QAction::triggered, this, handler);
    };
    key(tr("Move the part left"), Qt::ALT | Qt::Key_Left, "actionPartLeft", [this] { movePart(-1); });
    key(tr("Move the part right"), Qt::ALT | Qt::Key_Right, "actionPartRight", [this] { movePart(1); });
    key(tr("Remove the part"), Qt::Key_Delete, "actionPartRemove", [this] { removePart(); });
    connect(m_parts->model(), &QAbstractItemModel::rowsMoved, this,
            [this](const QModelIndex &, int from, int, const QModelIndex &, int to) {
                if (!m_refreshing)
                    m_state->document()->move(path().child("parts"), static_cast<std::size_t>(from),
                                              static_cast<std::size_t>(to > from ? to - 1 : to),
                                              tr("Move a signed part"));
            });
    return box;
}

DocumentPath SignaturePane::path() const
{
    return IntegrationDocument::signatures(m_state->step()).child(static_cast<std::size_t>(m_index));
}

void SignaturePane::refresh()
{
    const Value *list = m_state->document()->at(IntegrationDocument::signatures(m_state->step()));
    const int count = list && list->isArray() ? static_cast<int>(list->asArray()->size()) : 0;
    m_index = qBound(0, m_index, qMax(0, count - 1));
    if (count == 0) {
        m_stack->setCurrentIndex(0);
        return;
    }
    m_stack->setCurrentIndex(1);
    m_refreshing = true;
    const Value &signature = (*list->asArray())[static_cast<std::size_t>(m_index)];
    const auto text = [&signature](const char *key) {
        const Value *value = signature.find(key);
        return value ? QString::fromStdString(value->toText()) : QString();
    };
    m_which->clear();
    for (int i = 0; i < count; ++i) {
        const Value &one = (*list->asArray())[static_cast<std::size_t>(i)];
        QString where = tr("Signature %1").arg(i + 1);
        for (const char *key : {"header", "query", "id"})
            if (const Value *name = one.find(key)) {
                where += QStringLiteral(": ") + QString::fromStdString(name->toText());
                break;
            }
        m_which->addItem(where);
    }
    m_which->setCurrentIndex(m_index);
    m_which->setVisible(count > 1);
    m_algorithm->setCurrentIndex(qMax(0, m_algorithm->findData(text("algorithm"))));
    if (!m_secret->lineEdit()->hasFocus()) {
        m_secret->clear();
        if (const auto compiled = m_state->document()->lastCompiled())
            for (const std::string &name : compiled->secretNames())
                m_secret->addItem(QString::fromStdString(name));
        m_secret->setEditText(text("secret"));
        m_secret->lineEdit()->setCursorPosition(0);
    }
    m_encoding->setCurrentIndex(qMax(0, m_encoding->findData(text("secret_encoding"))));
    for (int i = 0; i < static_cast<int>(kOutputs.size()); ++i)
        if (text("output") == QLatin1String(kOutputs[static_cast<std::size_t>(i)]) ||
            (text("output").isEmpty() && i == 0))
            m_output->setCurrentIndex(i);
    for (int i = 0; i < m_place->count(); ++i)
        if (!text(m_place->itemData(i).toString().toLatin1().constData()).isEmpty()) {
            m_place->setCurrentIndex(i);
            if (!m_name->hasFocus()) {
                m_name->setText(text(m_place->itemData(i).toString().toLatin1().constData()));
                m_name->setCursorPosition(0); // its beginning says which it is
            }
            break;
        }
    if (!m_before->hasFocus())
        m_before->setText(text("before"));
    refreshParts(signature);
    refreshTrace();
    m_match->setSignature(m_index, text("secret"));
    m_refreshing = false;
}

void SignaturePane::refreshParts(const Value &signature)
{
    const int row = m_parts->currentRow();
    m_parts->clear();
    const Value *parts = signature.find("parts");
    m_parts->setVisible(parts != nullptr);
    if (!parts || !parts->isArray())
        return;
    for (const Value &part : *parts->asArray())
        m_parts->addItem(signaturePartName(part));
    m_parts->setCurrentRow(qMin(row, m_parts->count() - 1));
    fitParts();
}

void SignaturePane::fitParts()
{
    // as high as its chips; a recipe has seldom more than two lines of them
    m_parts->doItemsLayout();
    int bottom = theme().px(28);
    for (int i = 0; i < m_parts->count(); ++i)
        bottom = qMax(bottom, m_parts->visualItemRect(m_parts->item(i)).bottom() + 3 +
                                  m_parts->verticalScrollBar()->value());
    m_parts->setFixedHeight(bottom);
}

bool SignaturePane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_parts && event->type() == QEvent::Resize &&
        static_cast<QResizeEvent *>(event)->size().width() !=
            static_cast<QResizeEvent *>(event)->oldSize().width())
        QTimer::singleShot(0, this, &SignaturePane::fitParts);
    return QWidget::eventFilter(watched, event);
}

void SignaturePane::refreshTrace()
{
    const std::string wanted = path().toString();
    for (const domain::SignatureTrace &trace : m_state->explanation().signatures) {
        if (trace.path != wanted)
            continue;
        m_text->setPayload(visible(trace.stringToSign));
        const auto compiled = m_state->document()->lastCompiled();
        const workbench::KnownSize size = workbench::knownSize(
            trace.stringToSign, compiled ? compiled->secretNames() : std::vector<std::string>());
        m_bytes->setText((size.hasSecrets ? tr("%1 bytes and secrets") : tr("%1 bytes")).arg(size.bytes));
        showSignature(trace.problem ? QString() : QString::fromStdString(trace.signature),
                      trace.problem ? QString::fromStdString(trace.problem->message) : QString());
        return;
    }
    m_text->setPayload(QString());
    m_bytes->clear();
    showSignature(QString(), m_state->document()->errors().empty()
                                 ? QString()
                                 : QString::fromStdString(m_state->document()->errors().front().message));
}

void SignaturePane::showSignature(const QString &signature, const QString &problem)
{
    m_signature->setFullText(signature);
    m_signature->setVisible(!signature.isEmpty());
    m_problem->setFullText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void SignaturePane::change(const char *key, const QString &value, const QString &text, int mergeKey)
{
    if (m_refreshing)
        return;
    m_state->document()->set(path().child(key),
                             value.isEmpty() ? std::nullopt : std::optional<Value>(value.toStdString()), text,
                             mergeKey);
}

void SignaturePane::changePlace()
{
    const Value *now = m_state->document()->at(path());
    if (m_refreshing || !now || !now->isObject() || m_name->text().trimmed().isEmpty())
        return;
    Object changed = *now->asObject();
    const std::string kind = m_place->currentData().toString().toStdString();
    for (const char *key : {"header", "query"})
        if (kind != key)
            changed.remove(key);
    changed.set(kind, m_name->text().trimmed().toStdString());
    m_state->document()->set(path(), Value(std::move(changed)),
                             tr("The signature goes to %1").arg(m_name->text()));
}

void SignaturePane::addPreset(int row)
{
    const auto &presets = domain::signaturePresets();
    if (row < 0 || row >= static_cast<int>(presets.size()))
        return;
    const domain::SignaturePreset &preset = presets[static_cast<std::size_t>(row)];
    IntegrationDocument *document = m_state->document();
    document->beginMacro(tr("Sign with %1").arg(QString::fromStdString(preset.label)));
    const DocumentPath step = IntegrationDocument::stepPath(m_state->step());
    for (const auto &[key, value] : preset.fragment) {
        const Value *now = document->at(step.child(key));
        if (!value.isArray() || !now) {
            document->set(step.child(key), value, QString::fromStdString(preset.label));
            continue;
        }
        for (const Value &one : *value.asArray())
            document->insert(step.child(key), document->at(step.child(key))->asArray()->size(), one,
                             QString::fromStdString(preset.label));
    }
    document->endMacro();
    const Value *list = document->at(IntegrationDocument::signatures(m_state->step()));
    m_index = list ? static_cast<int>(list->asArray()->size()) - 1 : 0;
    refresh();
    m_algorithm->setFocus();
}

void SignaturePane::addPart(Value part, const QString &name)
{
    const Value *parts = m_state->document()->at(path().child("parts"));
    const std::size_t count = parts && parts->isArray() ? parts->asArray()->size() : 0;
    const int row = m_parts->currentRow();
    const std::size_t at = row < 0 ? count : std::min(count, static_cast<std::size_t>(row) + 1);
    if (m_state->document()->insert(path().child("parts"), at, std::move(part), tr("Sign %1").arg(name)))
        m_parts->setCurrentRow(static_cast<int>(at));
}

void SignaturePane::movePart(int by)
{
    const int row = m_parts->currentRow();
    if (row < 0 || row + by < 0)
        return;
    if (m_state->document()->move(path().child("parts"), static_cast<std::size_t>(row),
                                  static_cast<std::size_t>(row + by), tr("Move a signed part")))
        m_parts->setCurrentRow(row + by);
}

void SignaturePane::removePart()
{
    if (m_parts->currentRow() >= 0)
        m_state->document()->remove(
            path().child("parts").child(static_cast<std::size_t>(m_parts->currentRow())),
            tr("Remove a signed part"));
}

void SignaturePane::removeSignature()
{
    m_state->document()->remove(path(), tr("Remove the signature"));
}

} // namespace bourse::gui
