-- What is heard of a sale afterwards: callbacks, statuses, returns.
--
-- A callback is written down before it is answered, once per event of its buyer, whether or not a lead is known by its
-- ids; what it changes is booked in the same transaction. Its text lies sealed under a key of its own until it is paired,
-- then with the lead's other calls under the lead's key, so that erasure reaches it.

SET LOCAL search_path TO bourse, pg_catalog;

ALTER TABLE bourse.attempt DROP CONSTRAINT attempt_kind_check;
ALTER TABLE bourse.attempt ADD CONSTRAINT attempt_kind_check
    CHECK (kind IN ('ping', 'post', 'status', 'notify_win', 'notify_loss', 'callback'));

ALTER TABLE bourse.reservation DROP CONSTRAINT reservation_state_check;
ALTER TABLE bourse.reservation ADD CONSTRAINT reservation_state_check
    CHECK (state IN ('sending', 'held', 'sold', 'released', 'returned'));

CREATE TABLE bourse.callback (
    workspace_id   uuid        NOT NULL REFERENCES bourse.workspace,
    id             uuid        NOT NULL,
    integration    text        NOT NULL,
    event_key      bytea       NOT NULL, -- SHA-256 of the buyer's event id, or of the whole request where it has none
    received_at    timestamptz NOT NULL,
    config_version bigint      NOT NULL,
    ids            text        NOT NULL, -- JSON: what it names its post by, in order
    outcome        text        NOT NULL,
    rule           text        NOT NULL DEFAULT '',
    reason         text,
    reason_detail  text,
    price_micros   bigint,
    currency       char(3),
    external_id    text        NOT NULL DEFAULT '',
    effect         text        NOT NULL CHECK (effect IN ('applied', 'no_change', 'contradicts', 'waiting', 'unpaired')),
    lead_id        uuid,
    attempt_id     uuid,                 -- the post
    tries          integer     NOT NULL DEFAULT 0,
    due_at         timestamptz,          -- when pairing is tried again
    wrapped        bytea,
    sealed         bytea,                -- request and answer, until paired
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, integration, event_key)
);
CREATE INDEX callback_due ON bourse.callback (workspace_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX callback_text ON bourse.callback (workspace_id, received_at) WHERE sealed IS NOT NULL;
CREATE INDEX callback_disputed ON bourse.callback (workspace_id, received_at) WHERE effect IN ('contradicts', 'unpaired');

-- buyers' ids are looked for without their lead
CREATE INDEX external_id_attempt ON bourse.external_id (workspace_id, external_id) WHERE attempt_id IS NOT NULL;

-- Takes a sale back: a reversal of each of its lines under a transaction of its own, and the buyer's balance. The caps
-- that it counted for stay used, since the buyer had the lead. False if it is not sold or was returned before.
CREATE FUNCTION bourse.return_sale(p_workspace uuid, p_post uuid, p_transaction uuid, p_at timestamptz) RETURNS boolean
    LANGUAGE plpgsql AS $$
DECLARE
    v_zone   text;
    v_day    date;
    v_period text;
BEGIN
    UPDATE bourse.reservation SET state = 'returned', settled_at = now()
    WHERE workspace_id = p_workspace AND post_id = p_post AND state = 'sold';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT zone INTO v_zone FROM bourse.workspace WHERE workspace_id = p_workspace;
    v_day := (now() AT TIME ZONE coalesce(v_zone, 'UTC'))::date;
    v_period := bourse.open_billing_period(p_workspace, v_day);
    UPDATE bourse.buyer_account a SET balance_micros = a.balance_micros + e.amount
    FROM (SELECT party, currency, sum(amount_micros)::bigint AS amount FROM bourse.ledger_entry
          WHERE workspace_id = p_workspace AND transaction_id = p_post AND kind = 'sale' AND account = 'receivable'
          GROUP BY party, currency) AS e
    WHERE a.workspace_id = p_workspace AND a.buyer = e.party AND a.currency = e.currency;
    INSERT INTO bourse.ledger_entry (workspace_id, transaction_id, line, kind, account, party, lead_id, post_id, reverses,
                                     amount_micros, currency, rate_date, event_date, booking_date, billing_period)
    SELECT workspace_id, p_transaction, line, 'reversal', account, party, lead_id, post_id, p_post, -amount_micros, currency,
           v_day, (p_at AT TIME ZONE coalesce(v_zone, 'UTC'))::date, v_day, v_period
    FROM bourse.ledger_entry
    WHERE workspace_id = p_workspace AND transaction_id = p_post AND kind = 'sale';
    RETURN true;
END $$;

ALTER TABLE bourse.callback ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_workspace ON bourse.callback USING (workspace_id = (SELECT bourse.current_workspace()))
    WITH CHECK (workspace_id = (SELECT bourse.current_workspace()));

REVOKE ALL ON bourse.callback FROM PUBLIC;
REVOKE ALL ON FUNCTION bourse.return_sale(uuid, uuid, uuid, timestamptz) FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON bourse.callback TO bourse_app;
GRANT EXECUTE ON FUNCTION bourse.return_sale(uuid, uuid, uuid, timestamptz) TO bourse_app;
