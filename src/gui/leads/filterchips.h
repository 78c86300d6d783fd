#pragma once
// Ready-made filters above the table, each with the number of leads it lists today.
#include <QPushButton>
#include <QVector>

namespace bourse::gui {

class FilterChip final : public QPushButton {
    Q_OBJECT
  public:
    FilterChip(const QString &label, const QString &filterText, const QString &objectName,
               QWidget *parent = nullptr);
    const QString &filterText() const { return m_filterText; }
    /// Negative: not known yet, nothing is written.
    void setCount(qint64 count);
    qint64 count() const { return m_count; }
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    QString m_label;
    QString m_filterText;
    qint64 m_count = -1;
};

/// The row of chips; those that do not fit are left out, the least used last.
class FilterChips final : public QWidget {
    Q_OBJECT
  public:
    explicit FilterChips(QWidget *parent = nullptr);
    /// Counts per domain::LeadState of today.
    void setCounts(const QHash<int, qint64> &counts);
    /// Marks the chip that asks for this (LeadFilter::toText()), if there is one.
    void setCurrent(const QString &filterText);
    const QVector<FilterChip *> &chips() const { return m_chips; }

  Q_SIGNALS:
    void chosen(const QString &filterText);

  protected:
    void resizeEvent(QResizeEvent *event) override;

  private:
    void place();
    QVector<FilterChip *> m_chips;
    QVector<QVector<int>> m_states; ///< of each chip; empty for all
};

} // namespace bourse::gui
