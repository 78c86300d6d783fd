#pragma once
// Asks for a test lead: a source and the fields of its vertical, filled with the schema's examples.
#include "domain/json/value.h"
#include "domain/market/marketdocument.h"
#include <QDialog>
#include <memory>

class QLineEdit;
namespace Ui {
class TestLeadDialog;
}

namespace bourse::gui {

class TestLeadDialog final : public QDialog {
    Q_OBJECT
  public:
    /// Offers the document's enabled sources.
    explicit TestLeadDialog(const domain::MarketDocument &document, QWidget *parent = nullptr);
    ~TestLeadDialog() override;
    /// Slug of the chosen source; empty where the market has none.
    std::string source() const;
    /// What was filled in, as text; empty fields are left out.
    domain::Object fields() const;

  private:
    void showFields();
    std::unique_ptr<Ui::TestLeadDialog> m_ui;
    std::vector<domain::Source> m_sources;
    std::vector<domain::FieldSchema> m_verticals;
    std::vector<std::pair<std::string, QLineEdit *>> m_editors;
};

} // namespace bourse::gui
