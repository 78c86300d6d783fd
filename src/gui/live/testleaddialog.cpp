#include "gui/live/testleaddialog.h"
#include "gui/theme/theme.h"
#include "live/ui_testleaddialog.h"
#include <QFormLayout>
#include <QLineEdit>
#include <QShortcut>

namespace bourse::gui {
namespace {

/// An example where the schema has none, so that a test lead can be sent with one click.
QString fallback(const domain::FieldSpec &spec)
{
    if (!spec.example.empty())
        return QString::fromStdString(spec.example);
    if (!spec.choices.empty())
        return QString::fromStdString(spec.choices.front().value);
    return {};
}

/// The source's row and the fields' rows are two layouts with one column of labels.
void alignLabel(QLabel *label)
{
    label->setMinimumSize(theme().px(120), theme().px(controlHeight));
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace

TestLeadDialog::TestLeadDialog(const domain::MarketDocument &document, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::TestLeadDialog>()), m_verticals(document.verticals)
{
    m_ui->setupUi(this);
    alignLabel(m_ui->sourceLabel);
    for (const domain::Source &source : document.sources) {
        if (!source.enabled)
            continue;
        m_sources.push_back(source);
        m_ui->sourceComboBox->addItem(
            QString::fromStdString(source.label.empty() ? source.slug : source.label));
    }
    m_ui->sendButton->setEnabled(!m_sources.empty());
    new QFormLayout(m_ui->fieldsWidget);
    connect(m_ui->sourceComboBox, &QComboBox::currentIndexChanged, this, &TestLeadDialog::showFields);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ui->sendButton, &QPushButton::clicked, this, &QDialog::accept);
    auto *send = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    connect(send, &QShortcut::activated, m_ui->sendButton, &QPushButton::click);
    showFields();
}

TestLeadDialog::~TestLeadDialog() = default;

void TestLeadDialog::showFields()
{
    auto *form = static_cast<QFormLayout *>(m_ui->fieldsWidget->layout());
    while (form->rowCount() > 0)
        form->removeRow(0);
    m_editors.clear();
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    const int index = m_ui->sourceComboBox->currentIndex();
    if (index < 0)
        return;
    for (const domain::FieldSchema &vertical : m_verticals) {
        if (vertical.slug != m_sources[static_cast<std::size_t>(index)].vertical)
            continue;
        for (const domain::FieldSpec &spec : vertical.fields) {
            if (spec.type == domain::FieldType::Group || spec.type == domain::FieldType::List)
                continue;
            const QString label = QString::fromStdString(spec.label.empty() ? spec.key : spec.label);
            auto *editor = new QLineEdit(fallback(spec));
            editor->setObjectName(u"field_"_qs + QString::fromStdString(spec.key));
            editor->setAccessibleName(label);
            if (spec.requiredOnPost || spec.requiredOnPing)
                editor->setPlaceholderText(tr("required"));
            auto *name = new QLabel(label);
            name->setObjectName(u"label_"_qs + QString::fromStdString(spec.key));
            name->setBuddy(editor);
            alignLabel(name);
            form->addRow(name, editor);
            m_editors.emplace_back(spec.key, editor);
        }
    }
}

std::string TestLeadDialog::source() const
{
    const int index = m_ui->sourceComboBox->currentIndex();
    return index < 0 ? std::string() : m_sources[static_cast<std::size_t>(index)].slug;
}

domain::Object TestLeadDialog::fields() const
{
    domain::Object fields;
    for (const auto &[key, editor] : m_editors)
        if (!editor->text().trimmed().isEmpty())
            fields.append(key, domain::Value(editor->text().trimmed().toStdString()));
    return fields;
}

} // namespace bourse::gui
