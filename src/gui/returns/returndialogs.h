#pragma once
// What is asked before returns are decided, and a table of returns on its way.
#include "market/market.h"
#include <QDialog>
#include <QFutureWatcher>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace bourse::gui {

/// Approving moves money, so it is asked for in words; who denies says why.
class ReturnDecisionDialog final : public QDialog {
    Q_OBJECT
  public:
    ReturnDecisionDialog(bool approve, int count, QWidget *parent = nullptr);
    QString note() const;

  private:
    QLineEdit *m_note;
    QPushButton *m_accept;
};

/// A buyer and a file; then how far it is, and what came of it.
class ReturnsImportDialog final : public QDialog {
    Q_OBJECT
  public:
    /// Buyers as slug and label.
    explicit ReturnsImportDialog(const QVector<QPair<QString, QString>> &buyers, QWidget *parent = nullptr);
    ~ReturnsImportDialog() override;
    /// As if it were chosen.
    void setFile(const QString &name);
    /// The work that startRequested() asked for.
    void follow(const QFuture<Result<market::ReturnsImported>> &work);
    QString summary() const;

  Q_SIGNALS:
    void startRequested(const bourse::market::ReturnsImport &table);

  public Q_SLOTS:
    void reject() override; ///< ends the work between two rows, if there is some

  private:
    void chooseFile();
    void start();
    void finish();
    void saveResult();
    void check();

    QComboBox *m_buyer;
    QLineEdit *m_file;
    QPushButton *m_browse;
    QProgressBar *m_progress;
    QLabel *m_outcome;
    QPushButton *m_start;
    QPushButton *m_save;
    QPushButton *m_close;
    QFutureWatcher<Result<market::ReturnsImported>> m_watcher;
    QByteArray m_result;
};

} // namespace bourse::gui
