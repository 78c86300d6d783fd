#pragma once
// How much of the buyer's specification is mapped: "Spec coverage ▮▮▮▯ 18 of 20".
#include "domain/integration/lint.h"
#include <QWidget>

namespace bourse::gui {

class CoverageMeter final : public QWidget {
    Q_OBJECT
  public:
    explicit CoverageMeter(QWidget *parent = nullptr);
    /// Nothing is shown where the document carries no specification.
    void setCoverage(const domain::SpecCoverage &coverage);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    QString figures() const;
    domain::SpecCoverage m_coverage;
};

} // namespace bourse::gui
