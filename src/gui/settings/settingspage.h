#pragma once
// What the user may choose about the window, and what the window knows about the market it shows.
#include "base/secret.h"
#include "gui/widgets/page.h"
#include "market/views.h"

class QFormLayout;
class QLabel;
class QPushButton;

namespace bourse::gui {

class ElidedLabel;
class SegmentedControl;

class SettingsPage final : public Page {
    Q_OBJECT
  public:
    explicit SettingsPage(QWidget *parent = nullptr);
    void setStatus(const market::MarketStatus &status);
    /// The demo source's intake key; shown by its first characters, copied whole. Empty hides the row.
    void setDemoKey(const Secret &key);
    QString helpText() const override;

  private:
    QWidget *buildAppearance();
    QWidget *buildMarket();
    QWidget *buildAbout();
    void copyFirstLead();
    void followTheme();
    SegmentedControl *m_scheme = nullptr;
    SegmentedControl *m_scale = nullptr;
    QVector<ElidedLabel *> m_facts;
    QPushButton *m_copyLead = nullptr;
    Secret m_demoKey;
};

} // namespace bourse::gui
