#pragma once
// A suppression list on its way into the market, and out of it.
#include "market/market.h"
#include <QDialog>
#include <QFutureWatcher>
#include <QTemporaryDir>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace bourse::gui {

class SegmentedControl;

/// Removing makes persons sellable again, so it is asked for in words.
class SuppressionRemovalDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit SuppressionRemovalDialog(const market::SuppressionListRow &list, QWidget *parent = nullptr);
};

/// A file and what it holds; then how far it is, and what came of it.
class SuppressionImportDialog final : public QDialog {
    Q_OBJECT
  public:
    /// Buyers as slug and label; `known`: lists that there are, which keep their kind, form and owner.
    SuppressionImportDialog(const QVector<QPair<QString, QString>> &buyers,
                            const QVector<market::SuppressionListRow> &known, QWidget *parent = nullptr);
    ~SuppressionImportDialog() override;
    /// As if it were chosen.
    void setFile(const QString &name);
    void setList(const QString &name);
    /// The work that startRequested() asked for.
    void follow(const QFuture<Result<market::SuppressionReport>> &work);
    QString summary() const;

  Q_SIGNALS:
    void startRequested(const bourse::market::SuppressionImport &import);

  public Q_SLOTS:
    void reject() override; ///< ends the work, if there is some: nothing of it is kept then

  private:
    QWidget *buildForm(const QVector<QPair<QString, QString>> &buyers);
    const market::SuppressionListRow *knownList() const;
    void chooseFile();
    void start();
    void finish();
    void saveRejects();
    void followName();
    void check();
    QString rejectsFile() const;

    QVector<market::SuppressionListRow> m_known;
    QComboBox *m_list;
    QComboBox *m_buyer;
    SegmentedControl *m_kind;
    QComboBox *m_form;
    QLineEdit *m_file;
    QLineEdit *m_column;
    QCheckBox *m_replace;
    QProgressBar *m_progress;
    QLabel *m_outcome;
    QPushButton *m_save = nullptr;
    QPushButton *m_close = nullptr;
    QPushButton *m_start = nullptr;
    QFutureWatcher<Result<market::SuppressionReport>> m_watcher;
    QTemporaryDir m_rejects; ///< persons' data: gone with the dialog unless it is saved
};

} // namespace bourse::gui
