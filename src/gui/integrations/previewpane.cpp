#include "gui/integrations/previewpane.h"
#include "gui/integrations/requestpane.h"
#include "gui/integrations/responsepane.h"
#include "gui/integrations/signaturepane.h"
#include "gui/integrations/testsender.h"
#include "gui/widgets/basics.h"
#include "workbench/editorstate.h"
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace bourse::gui {

PreviewPane::PreviewPane(workbench::EditorState *state, TestSender *sender, QWidget *parent)
    : QWidget(parent), m_tabs(new QTabBar), m_stack(new QStackedWidget), m_request(new RequestPane(state)),
      m_response(new ResponsePane(state, sender)), m_sender(sender)
{
    setObjectName(QStringLiteral("previewPane"));
    m_tabs->setObjectName(QStringLiteral("previewTabs"));
    m_tabs->setAccessibleName(tr("Request, signature, response"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    // four words: rather cut than hidden behind arrows
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setElideMode(Qt::ElideRight);
    for (const QString &title : {tr("Request"), tr("Signature"), tr("Response"), tr("cURL")})
        m_tabs->addTab(title);
    m_stack->setObjectName(QStringLiteral("previewStack"));
    m_stack->addWidget(m_request);
    m_stack->addWidget(new SignaturePane(state));
    m_stack->addWidget(m_response);
    m_stack->addWidget(new CurlPane(state));
    m_enlarge = makeButton(tr("More room"), QStringLiteral("expand"), ButtonKind::Icon,
                           QStringLiteral("previewEnlarge"), nullptr, true);
    m_enlarge->setProperty("flat", true);
    m_enlarge->setCheckable(true);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(6, 0, 8, 0);
    top->addWidget(m_tabs);
    top->addStretch(1);
    top->addWidget(m_enlarge);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(makeLine(Qt::Horizontal));
    layout->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    // the chosen one is set in another weight
    connect(m_tabs, &QTabBar::currentChanged, m_tabs, &QWidget::updateGeometry);
    connect(m_enlarge, &QPushButton::toggled, this, &PreviewPane::enlargeRequested);
    // a test's answer is what one waits for
    connect(sender, &TestSender::changed, this, [this, sender] {
        if (sender->isSending())
            setTab(Response);
    });
    // a step without an answer has nothing to show there but its request
    connect(state, &workbench::EditorState::stepChanged, this, [this] {
        if (tab() == Response && !m_response->response())
            setTab(Request);
    });
}

void PreviewPane::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

void PreviewPane::setLarge(bool large)
{
    m_enlarge->setChecked(large);
}

void PreviewPane::goTo(Tab tab)
{
    setTab(tab);
    // the first of them that is shown
    static const char *const places[] = {"requestBytes", "signaturePresets", "signatureAlgorithm",
                                         "answerBytes",  "rulesTable",       "curlText"};
    const QWidget *page = m_stack->currentWidget();
    for (const char *place : places)
        if (auto *widget = page->findChild<QWidget *>(QLatin1String(place));
            widget && widget->isVisibleTo(page)) {
            widget->setFocus(Qt::ShortcutFocusReason);
            return;
        }
}

PreviewPane::Tab PreviewPane::tab() const
{
    return static_cast<Tab>(m_tabs->currentIndex());
}

} // namespace bourse::gui
