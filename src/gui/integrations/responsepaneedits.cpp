// What the response pane changes in the document: values that were given a meaning, rules, samples.
#include "gui/integrations/answerview.h"
#include "gui/integrations/conditioneditor.h"
#include "gui/integrations/responsepane.h"
#include "gui/integrations/ruledialog.h"
#include "gui/leads/celltable.h"
#include "gui/widgets/tableview.h"
#include "workbench/editorstate.h"

namespace bourse::gui {

using workbench::IntegrationDocument;
using workbench::Meaning;

void ResponsePane::handleTaught(const domain::LocatedValue &value, Meaning meaning)
{
    const auto answer = response();
    if (!answer)
        return;
    if (meaning != Meaning::CarriedId) {
        workbench::teach(*m_state->document(), m_state->step(), *answer, value, meaning);
        return;
    }
    // later steps know it by its name: that is the user's to give
    if (!m_line)
        m_line = new LineEditor(this);
    const QStringList names = workbench::carriedNames(m_state->document()->value(), m_state->step(), value);
    m_line->propose(names);
    m_line->ask(tr("Carry on as"),
                tr("Later steps read it by this name, as {{carried.%1}}.").arg(names.value(0)),
                names.value(0), tr("Carry"),
                QRect(m_answer->mapTo(this, m_answer->cursorRect().bottomLeft()), QSize(10, 4)),
                [this, answer, value, step = m_state->step()](const QString &name) {
                    if (!workbench::isCarriedName(name))
                        return tr("A name has letters, digits and _, and begins with no digit.");
                    workbench::teach(*m_state->document(), step, *answer, value, Meaning::CarriedId,
                                     name.toStdString());
                    return QString();
                });
}

void ResponsePane::addRule()
{
    auto *dialog = new RuleDialog({{"outcome", "rejected"}}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto rules = IntegrationDocument::rules(m_state->step());
        const domain::Value *list = m_state->document()->at(rules);
        const int row = m_rules->currentIndex().row();
        const std::size_t count = list && list->isArray() ? list->asArray()->size() : 0;
        m_state->document()->insert(rules, row >= 0 ? std::min(count, static_cast<std::size_t>(row)) : count,
                                    dialog->rule(), tr("Add a rule"));
    });
    dialog->open();
}

void ResponsePane::editRule()
{
    const auto path = IntegrationDocument::rules(m_state->step())
                          .child(static_cast<std::size_t>(qMax(0, m_rules->currentIndex().row())));
    const domain::Value *rule = m_state->document()->at(path);
    if (!rule || !rule->isObject())
        return;
    auto *dialog = new RuleDialog(*rule->asObject(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, path] {
        const domain::Object changed = dialog->rule();
        m_state->document()->set(
            path, domain::Value(changed),
            tr("Change rule %1").arg(QString::fromStdString(changed.find("id")->toText())));
    });
    dialog->open();
}

void ResponsePane::removeRule()
{
    const int row = m_rules->currentIndex().row();
    if (row >= 0)
        m_state->document()->remove(
            IntegrationDocument::rules(m_state->step()).child(static_cast<std::size_t>(row)),
            tr("Remove rule %1").arg(row + 1));
}

void ResponsePane::moveRule(int by)
{
    const int row = m_rules->currentIndex().row();
    if (row < 0 || row + by < 0)
        return;
    if (m_state->document()->move(IntegrationDocument::rules(m_state->step()), static_cast<std::size_t>(row),
                                  static_cast<std::size_t>(row + by), tr("Move rule %1").arg(row + 1)))
        m_rules->setCurrentIndex(m_rulesModel->index(row + by, 0));
}

void ResponsePane::addSample()
{
    if (const auto answer = response()) {
        const auto about = answerAbout();
        m_sampleId =
            workbench::addSample(*m_state->document(), m_state->step(), *answer,
                                 tr("Answer %1").arg(m_samples.size() + 1), about ? &*about : nullptr);
    }
    refresh();
}

void ResponsePane::removeSample()
{
    const int row = m_samplesTable->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(m_samples.size()))
        return;
    const std::string id = m_samples[static_cast<std::size_t>(row)].id;
    const domain::Value *all = m_state->document()->at("samples");
    for (std::size_t i = 0; all && all->isArray() && i < all->asArray()->size(); ++i)
        if (const domain::Value *one = (*all->asArray())[i].find("id"); one && one->toText() == id) {
            m_sampleId.clear();
            m_state->document()->remove(workbench::DocumentPath("samples").child(i), tr("Remove the sample"));
            return;
        }
}

} // namespace bourse::gui
