#pragma once
// The filter as text: keys coloured, terms set apart, a squiggle under what is not understood, completion
// below.
#include "gui/leads/leadfilter.h"
#include <QFrame>
#include <QPlainTextEdit>

class QLabel;
class QListView;
class QPushButton;
class QStandardItemModel;
class QTimer;

namespace bourse::gui {

class FilterHighlighter;
class IconLabel;

/// Offers under the field. Never takes the focus; the field passes keys on.
class FilterPopup final : public QFrame {
    Q_OBJECT
  public:
    explicit FilterPopup(QWidget *parent);
    void setOffers(const FilterOffers &offers, const FilterProblem *problem);
    bool hasOffers() const { return !m_offers.offers.isEmpty(); }
    const FilterOffers &offers() const { return m_offers; }
    int current() const;
    void step(int rows);
    QSize sizeHint() const override;

  Q_SIGNALS:
    void chosen(int offer);
    void correctionChosen();

  private:
    QListView *m_list;
    QStandardItemModel *m_model;
    QWidget *m_footer;
    QPushButton *m_correction;
    FilterOffers m_offers;
};

class FilterField final : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit FilterField(QWidget *parent = nullptr);
    void setVocabulary(const FilterVocabulary &vocabulary);
    const FilterVocabulary &vocabulary() const { return m_vocabulary; }
    QString text() const { return toPlainText(); }
    /// Takes effect at once.
    void setText(const QString &text);
    const LeadFilter &filter() const { return m_filter; }
    /// At the right: "12,208 of 61,904, 41 ms".
    void setResult(const QString &text);
    QString resultText() const;
    FilterPopup *popup() const { return m_popup; }
    QSize sizeHint() const override;

  Q_SIGNALS:
    /// The filter has changed and is understood; comes a moment after the last keystroke.
    void filterChanged();
    /// Enter on a complete filter.
    void submitted();
    /// Esc with nothing left to clear.
    void left();

  protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    void wheelEvent(QWheelEvent *) override {}
    bool focusNextPrevChild(bool next) override;
    void changeEvent(QEvent *event) override;

  private:
    void textEdited();
    void settle();
    void restyle();
    void place();
    void refreshPopup();
    void showPopup();
    void acceptOffer(int offer);
    void acceptCorrection();
    const FilterProblem *problemAtCursor() const;
    FilterVocabulary m_vocabulary;
    LeadFilter m_filter;
    QString m_settled; ///< canonical text that was last told
    bool m_wasTold = false;
    FilterHighlighter *m_highlighter;
    IconLabel *m_icon;
    QLabel *m_result;
    QPushButton *m_clear;
    FilterPopup *m_popup;
    QTimer *m_timer;
};

} // namespace bourse::gui
