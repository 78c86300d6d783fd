#pragma once
// What stands around the editor: the import box, templates, versions, secrets, the last leads, the difference
// to what was sent, and the pane at the right. Brings them to the Buyers page by its signals.
#include "gui/integrations/integrationcalls.h"
#include <QHash>
#include <QObject>
#include <functional>

namespace bourse::gui {

class BuyersPage;
class IntegrationEditor;
class SentDiffView;
class TestSender;

/// What the tools ask of the market, as calls: a test puts its own in. Each may be empty.
struct ToolCalls {
    std::function<QFuture<Result<market::TestExchange>>(market::TestCall)> sendTest;
    /// What was sent for a lead, to hold the draft against it.
    std::function<QFuture<Result<market::SentRequest>>(QString leadId, QString integration,
                                                       domain::StepKind step)>
        sentRequest;
    std::function<QFuture<Result<QVector<market::IntegrationVersion>>>(QString slug)> versions;
    std::function<QFuture<Result<domain::Value>>(QString slug, qint64 version)> version;
    std::function<QFuture<Result<QVector<QString>>>(QVector<QString> names)> storedSecrets;
    std::function<QFuture<Result<std::monostate>>(QString name, Secret value)> setSecret;
    std::function<QFuture<Result<std::monostate>>(QString name)> removeSecret;
    std::function<QFuture<Result<Secret>>(QString name)> revealSecret;
    std::function<QString()> secretPlace;
};
/// `market` outlives what is made with them.
ToolCalls marketToolCalls(market::Market *market);

class EditorTools final : public QObject {
    Q_OBJECT
  public:
    /// `page` owns the tools.
    EditorTools(BuyersPage *page, ToolCalls calls);
    /// The sender of an open editor; null where there is none.
    TestSender *sender(const IntegrationEditor *editor) const { return m_senders.value(editor); }

  private:
    void equip(IntegrationEditor *editor);
    void import(IntegrationEditor *editor);
    void showSentLead(IntegrationEditor *editor, SentDiffView *difference,
                      const std::function<void()> &otherwise);
    void chooseTemplate();
    void openVersions(IntegrationEditor *editor);
    void openSecrets(IntegrationEditor *editor);
    /// Stores what has no value yet; for the rest it is asked.
    void keepSecrets(const std::map<std::string, Secret> &secrets);
    void askToReplace(const std::map<std::string, Secret> &secrets);
    void setSecrets(const std::map<std::string, Secret> &secrets);
    BuyersPage *m_page;
    ToolCalls m_calls;
    QHash<const IntegrationEditor *, TestSender *> m_senders;
};

} // namespace bourse::gui
