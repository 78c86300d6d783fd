#include "gui/integrations/requestpane.h"
#include "gui/help/helpdialog.h"
#include "gui/integrations/exactview.h"
#include "gui/theme/icons.h"
#include "gui/widgets/basics.h"
#include "workbench/editorstate.h"
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QStyle>
#include <QVBoxLayout>
#include <array>

namespace bourse::gui {

using workbench::EditorState;
using workbench::IntegrationDocument;

namespace {

struct Format {
    const char *name; ///< in the document
    const char *label;
};
constexpr std::array<Format, 5> kFormats = {{
    {"none", QT_TRANSLATE_NOOP("bourse::gui::RequestPane", "No body")},
    {"json", QT_TRANSLATE_NOOP("bourse::gui::RequestPane", "JSON body")},
    {"form", QT_TRANSLATE_NOOP("bourse::gui::RequestPane", "Form body")},
    {"xml", QT_TRANSLATE_NOOP("bourse::gui::RequestPane", "XML body")},
    {"text", QT_TRANSLATE_NOOP("bourse::gui::RequestPane", "Text body")},
}};

QWidget *bar(QBoxLayout *inside, const QString &objectName)
{
    auto *widget = new QWidget;
    widget->setObjectName(objectName);
    inside->setContentsMargins(12, 6, 12, 6);
    inside->setSpacing(8);
    widget->setLayout(inside);
    return widget;
}

} // namespace

RequestPane::RequestPane(EditorState *state, QWidget *parent)
    : QWidget(parent), m_state(state), m_format(new QComboBox), m_note(new ElidedLabel),
      m_wrap(makeButton(tr("Wrap long lines"), QStringLiteral("wrap"), ButtonKind::Icon,
                        QStringLiteral("requestWrap"))),
      m_view(new ExactView(QStringLiteral("requestBytes"))),
      m_nothing(makeLabel(QString(), LabelRole::Secondary, QStringLiteral("requestNothing"))),
      m_where(new ElidedLabel),
      m_size(makeLabel(QString(), LabelRole::Caption, QStringLiteral("requestSize")))
{
    setObjectName(QStringLiteral("requestPane"));
    setHelpTopic(this, QStringLiteral("request"));
    setAccessibleName(tr("Request preview"));
    m_format->setObjectName(QStringLiteral("requestFormat"));
    m_format->setAccessibleName(tr("Body format"));
    for (const Format &format : kFormats)
        m_format->addItem(tr(format.label), QString::fromLatin1(format.name));
    m_note->setObjectName(QStringLiteral("requestNote"));
    m_note->setProperty("role", QStringLiteral("caption"));
    m_wrap->setCheckable(true);
    m_wrap->setChecked(true);
    auto *copyButton = makeButton(tr("Copy the request"), QStringLiteral("copy"), ButtonKind::Icon,
                                  QStringLiteral("requestCopy"));
    for (QPushButton *button : {m_wrap, copyButton})
        button->setProperty("flat", true);
    m_view->setProperty("pane", true);
    auto *top = new QHBoxLayout;
    QWidget *topBar = bar(top, QStringLiteral("requestBar"));
    top->addWidget(m_format);
    top->addWidget(m_note, 1);
    top->addWidget(m_wrap);
    top->addWidget(copyButton);

    m_view->setAccessibleName(tr("The request's bytes"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_where->setObjectName(QStringLiteral("requestWhere"));
    m_where->setProperty("role", QStringLiteral("caption"));
    auto *foot = new QHBoxLayout;
    QWidget *footBar = bar(foot, QStringLiteral("requestFoot"));
    foot->addWidget(m_where, 1);
    foot->addWidget(m_size);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(topBar);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(makeLine(Qt::Horizontal));
    layout->addWidget(footBar);

    connect(m_format, &QComboBox::activated, this, &RequestPane::changeFormat);
    connect(m_wrap, &QPushButton::toggled, this, [this](bool wrap) {
        m_view->setLineWrapMode(wrap ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    });
    connect(copyButton, &QPushButton::clicked, this, &RequestPane::copy);
    connect(m_view, &ExactView::rowChosen, m_state, &EditorState::setSelected);
    connect(m_state, &EditorState::previewChanged, this, &RequestPane::refresh);
    connect(m_state, &EditorState::selectedChanged, this, &RequestPane::refreshSelection);
    refresh();
}

void RequestPane::refresh()
{
    QElapsedTimer timer;
    timer.start();
    const domain::Explanation &shown = m_state->explanation();
    const bool isThere = !shown.request.method.empty();
    m_view->setVisible(isThere);
    m_nothing->setVisible(!isThere);
    if (isThere) {
        m_view->setRequest(m_state->preview(), shown.rows);
    } else {
        const Errors &errors = m_state->document()->errors();
        m_nothing->setText(errors.empty() ? tr("This step sends nothing yet.")
                                          : tr("Nothing can be shown until this is mended: %1")
                                                .arg(QString::fromStdString(errors.front().message)));
    }
    if (m_state->isStale())
        m_note->setFullText(tr("Before the last change"));
    else if (!shown.problems.empty())
        m_note->setFullText(QString::fromStdString(shown.problems.front().message));
    else
        m_note->setFullText(tr("Secrets as names"));
    if (m_state->isStale())
        m_note->setToolTip(
            tr("The last change has a problem. What is shown is what would be sent without it."));
    const bool warns = m_state->isStale() || !shown.problems.empty();
    if (m_note->property("tone").isValid() != warns) {
        m_note->setProperty("tone", warns ? QVariant(QStringLiteral("warn")) : QVariant());
        m_note->style()->unpolish(m_note);
        m_note->style()->polish(m_note);
    }
    // names of secrets are not what is sent: they are not counted
    const workbench::KnownSize size = m_state->previewSize();
    m_size->setText(isThere ? (size.hasSecrets ? tr("%1 bytes and secrets, %2 ms") : tr("%1 bytes, %2 ms"))
                                  .arg(QLocale().toString(static_cast<qint64>(size.bytes)),
                                       QLocale().toString(timer.elapsed()))
                            : QString());
    m_size->setToolTip(size.hasSecrets
                           ? tr("What the secrets add, and lengths that hang on them, are known only "
                                "when it is sent.")
                           : QString());
    refreshFormat();
    refreshSelection();
}

void RequestPane::refreshFormat()
{
    const QString format = m_state->document()->text(
        IntegrationDocument::stepPath(m_state->step()).child("body").child("format"));
    const int index = m_format->findData(format.isEmpty() ? QStringLiteral("none") : format);
    // what only a document can say (soap, multipart) is shown by its own name
    if (index < 0)
        m_format->addItem(tr("%1 body").arg(format.toUpper()), format);
    m_format->setCurrentIndex(index < 0 ? m_format->count() - 1 : index);
}

void RequestPane::refreshSelection()
{
    m_view->setMarkedRow(m_state->selected());
    const auto bytes = m_view->markedBytes();
    if (!bytes || !m_view->isVisibleTo(this)) {
        m_where->setFullText(m_state->selected().isEmpty()
                                 ? tr("Select a row to see its bytes")
                                 : tr("The selected row writes nothing on this sample"));
        return;
    }
    QString target;
    for (const domain::RowTrace &row : m_state->explanation().rows)
        if (QString::fromStdString(row.path) == m_state->selected())
            target = QString::fromStdString(row.target);
    m_where->setFullText(tr("%1, bytes %2–%3").arg(target).arg(bytes->first).arg(bytes->second));
}

void RequestPane::changeFormat(int index)
{
    const QString format = m_format->itemData(index).toString();
    const auto body = IntegrationDocument::stepPath(m_state->step()).child("body");
    IntegrationDocument *document = m_state->document();
    const domain::Value *now = document->at(body);
    domain::Object changed{{"format", format.toStdString()}};
    if (format == u"text") {
        changed.append("template", "{{lead.email}}");
    } else if (format != u"none") {
        // rows outlive a change between formats that have rows
        const domain::Value *rows = now ? now->find("rows") : nullptr;
        changed.append("rows", rows ? *rows : domain::Value(domain::Array()));
    }
    document->set(body, domain::Value(std::move(changed)), tr("Change to %1").arg(m_format->itemText(index)));
}

void RequestPane::copy()
{
    QGuiApplication::clipboard()->setText(QString::fromStdString(m_state->wireText()));
}

CurlPane::CurlPane(EditorState *state, QWidget *parent)
    : QWidget(parent), m_state(state), m_shell(new QComboBox),
      m_view(new PayloadView(QStringLiteral("curlText")))
{
    setObjectName(QStringLiteral("curlPane"));
    setHelpTopic(this, QStringLiteral("request"));
    setAccessibleName(tr("The request as a cURL command"));
    m_shell->setObjectName(QStringLiteral("curlShell"));
    m_shell->setAccessibleName(tr("Shell"));
    m_shell->addItem(tr("bash, zsh"), static_cast<int>(Shell::Posix));
    m_shell->addItem(tr("Windows"), static_cast<int>(Shell::Cmd));
    m_shell->addItem(tr("PowerShell"), static_cast<int>(Shell::PowerShell));
    auto *copyButton = makeButton(tr("Copy the command"), QStringLiteral("copy"), ButtonKind::Icon,
                                  QStringLiteral("curlCopy"));
    copyButton->setProperty("flat", true);
    m_view->setProperty("pane", true);
    auto *top = new QHBoxLayout;
    QWidget *topBar = bar(top, QStringLiteral("curlBar"));
    auto *note = new ElidedLabel;
    note->setObjectName(QStringLiteral("curlNote"));
    note->setProperty("role", QStringLiteral("caption"));
    note->setFullText(tr("Secrets as names"));
    top->addWidget(m_shell);
    top->addWidget(note, 1);
    top->addWidget(copyButton);
    m_view->setPretty(false);
    m_view->setAccessibleName(tr("cURL command"));
    m_view->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(topBar);
    layout->addWidget(m_view, 1);
    connect(m_state, &EditorState::previewChanged, this, &CurlPane::refresh);
    connect(m_shell, &QComboBox::currentIndexChanged, this, &CurlPane::refresh);
    connect(copyButton, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_view->payload()); });
    refresh();
}

void CurlPane::refresh()
{
    const auto shell = static_cast<Shell>(m_shell->currentData().toInt());
    m_view->setPayload(curlCommand(QString::fromStdString(m_state->wireText()), shell));
}

} // namespace bourse::gui
