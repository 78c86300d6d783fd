-- Returns and what they lead to, what is told to sources by webhooks, and how long leads are kept.
--
-- A return is a request first: a row that says who asked, by which reason, what was decided and why. What is approved is
-- reversed in the ledger in the same transaction. A webhook is written by the statement that moves its lead (triggers on
-- the lead, the conversion and the return), so that there is no event without its message and no message without its
-- event; any node delivers it.

SET LOCAL search_path TO bourse, pg_catalog;

-- ------------------------------------------------------------------------------------------------------- returns

CREATE TABLE bourse.return_request (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    id           uuid        NOT NULL,
    origin       text        NOT NULL, -- what is the same when the same request comes again: "callback:<id>", "csv:<sha256>:<row>"
    via          text        NOT NULL CHECK (via IN ('callback', 'status', 'api', 'operator', 'csv')),
    lead_id      uuid        NOT NULL,
    post_id      uuid,                 -- null where the buyer never had the lead
    buyer        text        NOT NULL,
    reason       text        NOT NULL DEFAULT '',
    note         text        NOT NULL DEFAULT '', -- the person's own values are masked
    state        text        NOT NULL CHECK (state IN ('requested', 'approved', 'denied')),
    code         text        NOT NULL,
    sentence     text        NOT NULL,
    price_micros bigint,
    currency     char(3),
    requested_at timestamptz NOT NULL DEFAULT now(),
    requested_by text        NOT NULL,
    decided_at   timestamptz,
    decided_by   text,
    resale       text        CHECK (resale IN ('wanted', 'routing', 'done')),
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, origin)
);
CREATE UNIQUE INDEX return_request_post ON bourse.return_request (workspace_id, post_id)
    WHERE state IN ('requested', 'approved');
CREATE INDEX return_request_open ON bourse.return_request (workspace_id, requested_at) WHERE state = 'requested';
CREATE INDEX return_request_buyer ON bourse.return_request (workspace_id, buyer, requested_at);
CREATE INDEX return_request_lead ON bourse.return_request (workspace_id, lead_id);
CREATE INDEX return_request_resale ON bourse.return_request (workspace_id, decided_at) WHERE resale IN ('wanted', 'routing');

-- What a buyer says became of a lead it has: contacted, appointment, funded …
CREATE TABLE bourse.conversion (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    id           uuid        NOT NULL,
    lead_id      uuid        NOT NULL,
    post_id      uuid        NOT NULL,
    buyer        text        NOT NULL,
    disposition  text        NOT NULL,
    price_micros bigint,               -- as told, not booked
    currency     char(3),
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    actor        text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX conversion_lead ON bourse.conversion (workspace_id, lead_id);

-- ------------------------------------------------------------------------------------------------------ webhooks

-- Who is told what; kept up by each publish. An endpoint that said 410 stays disabled until a person enables it.
CREATE TABLE bourse.webhook_endpoint (
    workspace_id    uuid        NOT NULL REFERENCES bourse.workspace,
    source          text        NOT NULL, -- '' = of all sources
    url             text        NOT NULL,
    events          text[]      NOT NULL,
    removed         boolean     NOT NULL DEFAULT false,
    disabled_at     timestamptz,
    disabled_reason text,
    PRIMARY KEY (workspace_id, source, url)
);

-- An outbox of its own: what is told holds nothing of the person and is readable without the master key.
CREATE TABLE bourse.webhook (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL, -- the message's id, the same in each try and replay
    source        text        NOT NULL, -- the endpoint's
    url           text        NOT NULL,
    event         text        NOT NULL,
    at            timestamptz NOT NULL DEFAULT now(),
    lead_id       uuid        NOT NULL,
    lead_source   text        NOT NULL,
    external_id   text,
    test          boolean     NOT NULL DEFAULT false,
    lead_state    text        NOT NULL,
    reason        text,
    buyer         text,
    price_micros  bigint,
    payout_micros bigint,
    currency      char(3),
    disposition   text,
    first_due_at  timestamptz NOT NULL DEFAULT now(),
    due_at        timestamptz NOT NULL DEFAULT now(),
    tries         integer     NOT NULL DEFAULT 0,
    last_status   integer,
    last_error    text,
    delivered_at  timestamptz,
    dead_at       timestamptz,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX webhook_due ON bourse.webhook (workspace_id, due_at) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX webhook_dead ON bourse.webhook (workspace_id, dead_at) WHERE dead_at IS NOT NULL;
CREATE INDEX webhook_delivered ON bourse.webhook (workspace_id, delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX webhook_lead ON bourse.webhook (workspace_id, lead_id);

-- Leads whose state has moved. Conversions and returns are told by what they are, below: a lead may have several.
CREATE FUNCTION bourse.lead_moved() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = on AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM bourse.webhook_endpoint WHERE NOT removed AND disabled_at IS NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO bourse.webhook (workspace_id, id, source, url, event, lead_id, lead_source, external_id, test, lead_state,
                                reason, buyer, price_micros, payout_micros, currency)
    SELECT n.workspace_id, gen_random_uuid(), e.source, e.url, 'lead.' || n.state, n.id, n.source, n.supplier_external_id,
           n.test, n.state, n.reason, x.buyer, x.price, x.payout, CASE WHEN x.price IS NOT NULL THEN n.currency END
    FROM after_rows n
    JOIN before_rows o ON o.workspace_id = n.workspace_id AND o.id = n.id AND o.state <> n.state
    CROSS JOIN LATERAL (SELECT CASE WHEN n.state = 'sold' THEN n.winner_buyer END AS buyer,
                               CASE WHEN n.state = 'sold' THEN n.price_micros END AS price,
                               CASE WHEN n.state = 'sold' THEN n.payout_micros END AS payout) AS x
    JOIN bourse.webhook_endpoint e
      ON e.workspace_id = n.workspace_id AND e.source IN ('', n.source) AND NOT e.removed AND e.disabled_at IS NULL
     AND 'lead.' || n.state = ANY (e.events)
    WHERE n.state IN ('rejected', 'duplicate', 'suppressed', 'offered', 'sold', 'pending', 'unsold', 'unknown', 'erased');
    RETURN NULL;
END $$;
CREATE TRIGGER lead_moved AFTER UPDATE ON bourse.lead
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION bourse.lead_moved();

-- A repeated payload is a duplicate from its first row on.
CREATE FUNCTION bourse.lead_arrived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM bourse.webhook_endpoint WHERE NOT removed AND disabled_at IS NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO bourse.webhook (workspace_id, id, source, url, event, lead_id, lead_source, external_id, test, lead_state,
                                reason)
    SELECT n.workspace_id, gen_random_uuid(), e.source, e.url, 'lead.' || n.state, n.id, n.source, n.supplier_external_id,
           n.test, n.state, n.reason
    FROM after_rows n
    JOIN bourse.webhook_endpoint e
      ON e.workspace_id = n.workspace_id AND e.source IN ('', n.source) AND NOT e.removed AND e.disabled_at IS NULL
     AND 'lead.' || n.state = ANY (e.events)
    WHERE n.state IN ('duplicate', 'rejected', 'suppressed');
    RETURN NULL;
END $$;
CREATE TRIGGER lead_arrived AFTER INSERT ON bourse.lead
    REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION bourse.lead_arrived();

CREATE FUNCTION bourse.lead_converted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO bourse.webhook (workspace_id, id, source, url, event, lead_id, lead_source, external_id, test, lead_state,
                                reason, buyer, price_micros, currency, disposition)
    SELECT l.workspace_id, gen_random_uuid(), e.source, e.url, 'lead.converted', l.id, l.source, l.supplier_external_id,
           l.test, 'converted', 'converted', NEW.buyer, NEW.price_micros, NEW.currency, NEW.disposition
    FROM bourse.lead l
    JOIN bourse.webhook_endpoint e
      ON e.workspace_id = l.workspace_id AND e.source IN ('', l.source) AND NOT e.removed AND e.disabled_at IS NULL
     AND 'lead.converted' = ANY (e.events)
    WHERE l.workspace_id = NEW.workspace_id AND l.id = NEW.lead_id;
    RETURN NULL;
END $$;
CREATE TRIGGER lead_converted AFTER INSERT ON bourse.conversion
    FOR EACH ROW EXECUTE FUNCTION bourse.lead_converted();

-- A sale that comes back, whichever way it was decided; amounts are those that are taken back.
CREATE FUNCTION bourse.sale_returned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO bourse.webhook (workspace_id, id, source, url, event, lead_id, lead_source, external_id, test, lead_state,
                                reason, buyer, price_micros, payout_micros, currency)
    SELECT l.workspace_id, gen_random_uuid(), e.source, e.url, 'lead.returned', l.id, l.source, l.supplier_external_id,
           l.test, 'returned', 'returned_by_buyer', NEW.buyer, a.price, a.payout, NEW.currency
    FROM bourse.lead l
    JOIN bourse.webhook_endpoint e
      ON e.workspace_id = l.workspace_id AND e.source IN ('', l.source) AND NOT e.removed AND e.disabled_at IS NULL
     AND 'lead.returned' = ANY (e.events)
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount_micros) FILTER (WHERE account = 'receivable'), 0)::bigint AS price,
               coalesce(-sum(amount_micros) FILTER (WHERE account = 'payable'), 0)::bigint AS payout
        FROM bourse.ledger_entry
        WHERE workspace_id = NEW.workspace_id AND transaction_id = NEW.post_id AND kind = 'sale') AS a
    WHERE l.workspace_id = NEW.workspace_id AND l.id = NEW.lead_id;
    RETURN NULL;
END $$;
CREATE TRIGGER sale_returned AFTER UPDATE OF state ON bourse.reservation
    FOR EACH ROW WHEN (NEW.state = 'returned' AND OLD.state <> 'returned') EXECUTE FUNCTION bourse.sale_returned();

-- ----------------------------------------------------------------------------------------------------- retention

-- '' = of every vertical that has no row of its own; null days = kept.
CREATE TABLE bourse.retention (
    workspace_id uuid    NOT NULL REFERENCES bourse.workspace,
    vertical     text    NOT NULL,
    pii_days     integer CHECK (pii_days > 0),
    lead_days    integer CHECK (lead_days > 0),
    PRIMARY KEY (workspace_id, vertical)
);

-- The months of leads that are over, oldest first, and what keeps each of them. With p_drop those that nothing keeps are
-- dropped, with what lies beside them in tables that have no months; the ledger, the audit trail and proofs of consent
-- stay. A month may go when every workspace and vertical with leads in it lets it, none of its leads is open, no post of
-- unknown fate, no return to be decided and nothing to be delivered.
CREATE FUNCTION bourse.drop_past_partitions(p_drop boolean)
    RETURNS TABLE (month text, leads bigint, kept_by text, dropped boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = bourse, pg_catalog, pg_temp SET lock_timeout = '3s' AS $$
#variable_conflict use_column
DECLARE
    t       text;
    v_name  text;
    v_start timestamptz;
    v_end   timestamptz;
    v_low   uuid;
    v_high  uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('bourse.ensure_partitions', 0));
    IF p_drop THEN
        -- what is looked at below must stand until the commit; always in this order
        LOCK TABLE bourse.lead, bourse.lead_data, bourse.lead_key, bourse.lead_event, bourse.attempt
            IN ACCESS EXCLUSIVE MODE;
    END IF;
    FOR v_name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'bourse.lead'::regclass AND c.relname ~ '^lead_[0-9]{6}$' ORDER BY 1
    LOOP
        month := right(v_name, 6);
        v_start := (to_date(month, 'YYYYMM')::timestamp) AT TIME ZONE 'UTC';
        v_end := ((to_date(month, 'YYYYMM') + interval '1 month')::timestamp) AT TIME ZONE 'UTC';
        CONTINUE WHEN v_end > now();
        v_low := bourse.uuid_at(v_start);
        v_high := bourse.uuid_at(v_end);
        EXECUTE format('SELECT count(*) FROM bourse.%I', v_name) INTO leads;
        kept_by := NULL;
        dropped := false;
        IF EXISTS (SELECT FROM (SELECT DISTINCT workspace_id, vertical FROM bourse.lead
                                WHERE id >= v_low AND id < v_high) AS w
                   LEFT JOIN bourse.retention own ON own.workspace_id = w.workspace_id AND own.vertical = w.vertical
                   LEFT JOIN bourse.retention general ON general.workspace_id = w.workspace_id AND general.vertical = ''
                   WHERE coalesce(own.lead_days, general.lead_days) IS NULL
                      OR v_end > now() - make_interval(days => coalesce(own.lead_days, general.lead_days))) THEN
            kept_by := 'retention';
        ELSIF EXISTS (SELECT FROM bourse.lead WHERE id >= v_low AND id < v_high AND state IN
                      ('received', 'validating', 'routing', 'offered', 'posting', 'pending', 'unknown')) THEN
            kept_by := 'open_leads';
        ELSIF EXISTS (SELECT FROM bourse.reservation WHERE lead_id >= v_low AND lead_id < v_high
                      AND state IN ('sending', 'held')) THEN
            kept_by := 'unknown_posts';
        ELSIF EXISTS (SELECT FROM bourse.return_request WHERE lead_id >= v_low AND lead_id < v_high
                      AND (state = 'requested' OR resale IN ('wanted', 'routing'))) THEN
            kept_by := 'open_returns';
        ELSIF EXISTS (SELECT FROM bourse.webhook WHERE lead_id >= v_low AND lead_id < v_high
                      AND delivered_at IS NULL AND dead_at IS NULL)
           OR EXISTS (SELECT FROM bourse.outbox WHERE lead_id >= v_low AND lead_id < v_high
                      AND delivered_at IS NULL AND dead_at IS NULL) THEN
            kept_by := 'undelivered';
        ELSIF p_drop THEN
            FOREACH t IN ARRAY ARRAY['attempt', 'lead_event', 'lead_key', 'lead_data', 'lead'] LOOP
                EXECUTE format('DROP TABLE IF EXISTS bourse.%I', t || '_' || month);
            END LOOP;
            FOREACH t IN ARRAY ARRAY['lead_lookup', 'external_id', 'idempotency', 'repeat_claim', 'callback', 'conversion',
                                     'return_request', 'webhook', 'outbox', 'timer', 'lead_wait', 'post_question',
                                     'reservation'] LOOP
                EXECUTE format('DELETE FROM bourse.%I WHERE lead_id >= $1 AND lead_id < $2', t) USING v_low, v_high;
            END LOOP;
            PERFORM bourse.append_audit('retention', 'retention.dropped', month,
                                        json_build_object('leads', leads)::text);
            dropped := true;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;

-- --------------------------------------------------------------------------------------- row-level security, grants

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['return_request', 'conversion', 'webhook_endpoint', 'webhook', 'retention'] LOOP
        EXECUTE format('ALTER TABLE bourse.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY own_workspace ON bourse.%I USING (workspace_id = (SELECT bourse.current_workspace()))
                        WITH CHECK (workspace_id = (SELECT bourse.current_workspace()))', t);
        EXECUTE format('REVOKE ALL ON bourse.%I FROM PUBLIC', t);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION bourse.lead_moved(), bourse.lead_arrived(), bourse.lead_converted(), bourse.sale_returned(),
    bourse.drop_past_partitions(boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bourse.lead_moved(), bourse.lead_arrived(), bourse.lead_converted(), bourse.sale_returned(),
    bourse.drop_past_partitions(boolean) TO bourse_app;
GRANT SELECT, INSERT ON bourse.return_request, bourse.conversion, bourse.webhook_endpoint, bourse.webhook, bourse.retention
    TO bourse_app;
GRANT UPDATE ON bourse.return_request, bourse.webhook_endpoint, bourse.webhook, bourse.retention TO bourse_app;
GRANT DELETE ON bourse.webhook, bourse.retention TO bourse_app;
