#pragma once
// The negative control: in a throwaway database, caps and balances are read, then written, and nobody waits
// for anybody. What proves the real way exact must find this one wrong.
#include "faults/proofmarket.h"
#include <QRegularExpression>

namespace bourse::test {

/// Rewrites a function by a pattern that must occur; false (with a warning) if it does not.
inline bool rewriteFunction(const ProofGround &ground, const QString &name,
                            const QList<std::pair<QString, QString>> &changes)
{
    QString text =
        ground.value(QStringLiteral("SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.pronamespace = "
                                    "'bourse'::regnamespace AND p.proname = '%1'")
                         .arg(name));
    for (const auto &[pattern, replacement] : changes) {
        const QRegularExpression expression(pattern, QRegularExpression::DotMatchesEverythingOption);
        if (!expression.match(text).hasMatch()) {
            qWarning("%s does not have %s", qPrintable(name), qPrintable(pattern));
            return false;
        }
        text.replace(expression, replacement);
    }
    const auto done = ground.execute(text);
    if (!done)
        qWarning("%s: %s", qPrintable(name), done.error().message.c_str());
    return done.ok();
}

/// Each post is judged by what is committed and what its own transaction has taken so far; the writing comes
/// last.
inline bool plantNaiveMoney(const ProofGround &ground)
{
    const bool unlocked =
        rewriteFunction(ground, QStringLiteral("lock_money"),
                        {{QStringLiteral("FOR UPDATE OF c"), {}}, {QStringLiteral("FOR UPDATE OF a"), {}}});
    const QList<std::pair<QString, QString>> changes{
        {QStringLiteral("v_taken\\s+integer;"),
         QStringLiteral("v_taken integer; v_read bigint; v_mine jsonb := '{}'; v_owed jsonb := '{}';")},
        {QStringLiteral("UPDATE bourse\\.cap_counter SET used = used \\+ p_cap_amount\\[c\\]\\s+"
                        "WHERE ([^;]*?)\\s+AND used \\+ p_cap_amount\\[c\\] <= p_cap_limit\\[c\\];"),
         QStringLiteral(
             "SELECT used + coalesce((v_mine->>p_counter[c])::bigint, 0) INTO v_read "
             "FROM bourse.cap_counter WHERE \\1; "
             "v_mine := v_mine || jsonb_build_object(p_counter[c], coalesce((v_mine->>p_counter[c])::bigint, "
             "0)"
             " + CASE WHEN v_read + p_cap_amount[c] <= p_cap_limit[c] THEN p_cap_amount[c] ELSE 0 END); "
             "PERFORM 1 WHERE v_read + p_cap_amount[c] <= p_cap_limit[c];")},
        {QStringLiteral("UPDATE bourse\\.buyer_account SET held_micros = held_micros \\+ p_amount\\[i\\]\\s+"
                        "WHERE ([^;]*?)\\s+AND (\\([^;]*?)balance_micros - held_micros ([^;]*);"),
         QStringLiteral(
             "SELECT balance_micros - held_micros - coalesce((v_owed->>p_buyer[i])::bigint, 0) INTO v_read "
             "FROM bourse.buyer_account WHERE \\1; "
             "PERFORM 1 FROM bourse.buyer_account WHERE \\1 AND \\2v_read \\3; "
             "IF FOUND THEN v_owed := v_owed || jsonb_build_object(p_buyer[i], "
             "coalesce((v_owed->>p_buyer[i])::bigint, 0) + p_amount[i]); PERFORM 1; END IF;")},
        {QStringLiteral("UPDATE bourse\\.cap_counter SET used = used - p_cap_amount\\[c\\]\\s+WHERE [^;]*;"),
         QStringLiteral("NULL;")},
        {QStringLiteral("IF cardinality\\(v_granted\\) > 0 THEN"),
         QStringLiteral(
             "PERFORM pg_sleep(0.15); "
             "FOR i IN 1 .. cardinality(p_post) LOOP IF i = ANY (v_granted) THEN "
             "UPDATE bourse.buyer_account SET held_micros = held_micros + p_amount[i] WHERE workspace_id = "
             "p_workspace AND buyer = p_buyer[i] AND currency = p_currency[i]::bpchar; "
             "FOR c IN p_cap_first[i] .. p_cap_last[i] LOOP UPDATE bourse.cap_counter SET used = used + "
             "p_cap_amount[c] WHERE workspace_id = p_workspace AND counter = p_counter[c] AND window_start = "
             "p_window[c]; END LOOP; END IF; END LOOP; IF cardinality(v_granted) > 0 THEN")}};
    return unlocked && rewriteFunction(ground, QStringLiteral("reserve_posts"), changes);
}

} // namespace bourse::test
