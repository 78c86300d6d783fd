#pragma once
// What lies open under the selected row: its transforms as cards, each with the value before and after on the
// sample, and the way to add one.
#include "domain/integration/explain.h"
#include <QAbstractButton>
#include <QVector>
#include <QWidget>
#include <optional>

class QPushButton;

namespace bourse::gui {

/// One card; a button, so that it is reached, read and pressed like one.
class TransformCard final : public QAbstractButton {
    Q_OBJECT
  public:
    TransformCard(int index, QWidget *parent);
    struct Content {
        QString title;
        QString before;
        QString after;
        QString problem; ///< empty = it worked
        bool isCurrent = false;
        bool operator==(const Content &) const = default;
    };
    void setContent(const Content &content);

  Q_SIGNALS:
    void removeRequested();

  protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

  private:
    Content m_content;
    QPushButton *m_remove;
};

class TransformStrip final : public QWidget {
    Q_OBJECT
  public:
    explicit TransformStrip(QWidget *parent = nullptr);
    /// `titles` as the chips have them; `trace` nullptr where the row is not shown on this sample. A chain
    /// that stopped has fewer traces than titles.
    void setChain(const QString &rowName, const QStringList &titles, const domain::RowTrace *trace);
    int count() const { return static_cast<int>(m_cards.size()); }
    /// The card that Alt+←/→ moves; the last one until another was touched. −1 without cards.
    int current() const { return m_current; }
    void setCurrent(int index);
    /// Height for a width, in pixels.
    int heightFor(int width) const;
    /// Into the first card, or the add button.
    void focusFirst();
    QRect cardRect(int index) const; ///< within the strip; of the add button for count()

  Q_SIGNALS:
    void addRequested();
    void editRequested(int index);
    void removeRequested(int index);
    void moveRequested(int index, int by);
    void left(); ///< Esc: back to the table

  protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void place();
    int perLine(int width) const;
    QVector<TransformCard *> m_cards;
    QAbstractButton *m_add;
    int m_current = -1;
};

} // namespace bourse::gui
