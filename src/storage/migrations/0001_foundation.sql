-- The data model's foundation. Forward only; never edited once released.
--
-- Workspace = tenant: workspace_id stands in every table of tenants and in every unique key, and row-level security
-- shows a session only the rows of the workspace it has named with set_config('bourse.workspace', …). Three tables
-- belong to the installation as a whole and hold nothing of a tenant: installation, node and the schema's version.
-- Roles: bourse_owner owns everything and runs migrations; bourse_app is what the program works as.
-- Money: bigint micro-units (1/1,000,000) beside an ISO 4217 code. Times: timestamptz, microseconds.
-- PII and stored bodies: bytea sealed with AES-256-GCM under a key per lead; that key lies apart, wrapped by the master
-- key, so that destroying it erases the lead. Look-ups and claims are keyed hashes (HMAC-SHA256).
-- Tables that grow with leads are partitioned by range of the lead's UUIDv7, which is its time; what must be unique
-- beyond one lead (claims, external ids, reservations) is not partitioned.

CREATE SCHEMA IF NOT EXISTS bourse;
SET LOCAL search_path TO bourse, pg_catalog;

-- ------------------------------------------------------------------------------------------------- the session

CREATE FUNCTION bourse.current_workspace() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(pg_catalog.current_setting('bourse.workspace', true), '')::uuid $$;

-- Smallest UUIDv7 of an instant; for ranges of ids.
CREATE FUNCTION bourse.uuid_at(p_time timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT (lpad(to_hex(greatest(floor(extract(epoch FROM p_time) * 1000)::bigint, 0)), 12, '0')
                  || '00000000000000000000')::uuid $$;

-- ------------------------------------------------------------------------------------------- the installation

CREATE TABLE bourse.installation (
    singleton              boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    master_key_fingerprint text        NOT NULL,
    created_at             timestamptz NOT NULL DEFAULT now()
);

-- A running node holds the session advisory lock of its lease_key; a node whose lock is free is dead.
CREATE TABLE bourse.node (
    node_id      uuid        PRIMARY KEY,
    name         text        NOT NULL,
    lease_key    bigint      NOT NULL UNIQUE,
    lease_number bigint      NOT NULL DEFAULT 1, -- fencing: grows each time the lease is taken
    started_at   timestamptz NOT NULL DEFAULT now(),
    seen_at      timestamptz NOT NULL DEFAULT now(),
    recovered_at timestamptz                     -- its leads were looked after since its last start
);

-- ------------------------------------------------------------------------------------ workspaces, configuration

CREATE TABLE bourse.workspace (
    workspace_id uuid        PRIMARY KEY,
    slug         text        NOT NULL UNIQUE,
    label        text        NOT NULL DEFAULT '',
    currency     char(3)     NOT NULL,
    zone         text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);

-- Whole market documents; a published one is never changed. Verticals, sources, buyers, integrations and trees are
-- inside.
CREATE TABLE bourse.configuration (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    version      bigint      NOT NULL CHECK (version > 0),
    document     jsonb       NOT NULL,
    canonical    text        NOT NULL, -- the exact bytes that export writes
    sha256       bytea       NOT NULL,
    author       text        NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, version)
);

CREATE TABLE bourse.app_user (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    user_id      uuid        NOT NULL,
    login        text        NOT NULL, -- database role
    display_name text        NOT NULL DEFAULT '',
    roles        text[]      NOT NULL DEFAULT '{}',
    active       boolean     NOT NULL DEFAULT true,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, user_id),
    UNIQUE (workspace_id, login)
);

-- --------------------------------------------------------------------------------------------------------- leads

CREATE TABLE bourse.lead (
    workspace_id         uuid        NOT NULL,
    id                   uuid        NOT NULL,
    kind                 text        NOT NULL DEFAULT 'form' CHECK (kind IN ('form', 'call')),
    received_at          timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    node_id              uuid        NOT NULL,
    config_version       bigint      NOT NULL,
    source               text        NOT NULL,
    vertical             text        NOT NULL,
    region               text,
    test                 boolean     NOT NULL DEFAULT false,
    ab_arm               text,
    state                text        NOT NULL,
    reason               text,
    reason_detail        text,
    routing_decision     text,
    pinged               integer     NOT NULL DEFAULT 0,
    bids                 integer     NOT NULL DEFAULT 0,
    duration_us          bigint      NOT NULL DEFAULT 0,
    winner_buyer         text,
    winner_channel       text,
    price_micros         bigint,
    payout_micros        bigint,
    currency             char(3),
    exclusive_until      timestamptz,
    supplier_external_id text,
    buyer_external_id    text,
    sub_ids              jsonb,
    original_id          uuid,  -- of a repeated payload: the lead it repeats
    claim                bytea,  -- its idempotency claim
    repeat_hash          bytea,  -- its repeat claim
    event_sequence       integer NOT NULL DEFAULT 0, -- head of its event chain
    event_hash           bytea,
    PRIMARY KEY (workspace_id, id)
) PARTITION BY RANGE (id);

-- leads on their way, for recovery
CREATE INDEX lead_open ON bourse.lead (workspace_id, node_id, id)
    WHERE state IN ('received', 'validating', 'routing', 'posting');
-- the few that wait for someone
CREATE INDEX lead_waiting ON bourse.lead (workspace_id, state, id)
    WHERE state IN ('unknown', 'pending', 'offered', 'returned');
CREATE INDEX lead_winner ON bourse.lead (workspace_id, winner_buyer, id) WHERE winner_buyer IS NOT NULL;

-- A lead's values, apart from the row that lists and counts read: non-PII in clear, PII and raw values sealed.
CREATE TABLE bourse.lead_data (
    workspace_id uuid  NOT NULL,
    lead_id      uuid  NOT NULL,
    fields       jsonb NOT NULL,
    pii          bytea NOT NULL,
    PRIMARY KEY (workspace_id, lead_id)
) PARTITION BY RANGE (lead_id);

CREATE TABLE bourse.lead_key (
    workspace_id uuid  NOT NULL,
    lead_id      uuid  NOT NULL,
    wrapped      bytea NOT NULL,
    PRIMARY KEY (workspace_id, lead_id)
) PARTITION BY RANGE (lead_id);

-- Append-only history. hash = SHA-256(prev_hash ‖ this event), so that no event can be changed, taken out or put in.
CREATE TABLE bourse.lead_event (
    workspace_id   uuid        NOT NULL,
    lead_id        uuid        NOT NULL,
    sequence       integer     NOT NULL CHECK (sequence > 0),
    at             timestamptz NOT NULL,
    actor          text        NOT NULL,
    node_id        uuid        NOT NULL,
    config_version bigint      NOT NULL,
    kind           text        NOT NULL,
    state          text        NOT NULL,
    reason         text,
    reason_detail  text,
    detail         text, -- JSON, as hashed
    prev_hash      bytea       NOT NULL,
    hash           bytea       NOT NULL,
    PRIMARY KEY (workspace_id, lead_id, sequence)
) PARTITION BY RANGE (lead_id);

-- One call to a buyer. body = request and response, sealed together.
CREATE TABLE bourse.attempt (
    workspace_id  uuid        NOT NULL,
    lead_id       uuid        NOT NULL,
    attempt_id    uuid        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('ping', 'post')),
    channel       text        NOT NULL,
    buyer         text        NOT NULL,
    integration   text        NOT NULL,
    node_id       uuid        NOT NULL,
    started_at    timestamptz NOT NULL,
    outcome       text        NOT NULL,
    reason        text,
    reason_detail text,
    price_micros  bigint,
    currency      char(3),
    http_status   integer     NOT NULL DEFAULT 0,
    phases_us     bigint[]    NOT NULL, -- queued, dns, connect, tls, first byte, total
    reused        boolean     NOT NULL DEFAULT false,
    rule          text,
    external_id   text,
    body          bytea,
    PRIMARY KEY (workspace_id, lead_id, attempt_id)
) PARTITION BY RANGE (lead_id);

-- Ciphertext does not compress: spare the attempt.
ALTER TABLE bourse.lead_data ALTER COLUMN pii SET STORAGE EXTERNAL;
ALTER TABLE bourse.attempt ALTER COLUMN body SET STORAGE EXTERNAL;

-- Equality look-ups by keyed hash.
CREATE TABLE bourse.lead_lookup (
    workspace_id uuid  NOT NULL,
    kind         text  NOT NULL, -- email, phone
    hash         bytea NOT NULL,
    lead_id      uuid  NOT NULL,
    PRIMARY KEY (workspace_id, kind, hash, lead_id)
);

-- Proof of consent outlives a person's data: sealed under a key of its own, wrapped by the master key.
CREATE TABLE bourse.consent_evidence (
    workspace_id uuid        NOT NULL,
    lead_id      uuid        NOT NULL,
    sequence     smallint    NOT NULL,
    kind         text        NOT NULL, -- trustedform, jornaya, certificate
    recorded_at  timestamptz NOT NULL,
    text_sha256  bytea       NOT NULL, -- of what is sealed
    wrapped_key  bytea       NOT NULL,
    sealed       bytea       NOT NULL, -- certificate, page, address, time as JSON
    PRIMARY KEY (workspace_id, lead_id, sequence)
);

-- -------------------------------------------------------------------------------------------- claims, external ids

CREATE TABLE bourse.idempotency (
    workspace_id uuid        NOT NULL,
    claim        bytea       NOT NULL, -- keyed hash of API key, route and the caller's key
    request_hash bytea       NOT NULL, -- keyed hash of the request's body
    lead_id      uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    status       integer,
    content_type text,
    answer       bytea,                -- sealed; null while the lead is on its way
    PRIMARY KEY (workspace_id, claim)
) WITH (fillfactor = 80);
CREATE INDEX idempotency_age ON bourse.idempotency (workspace_id, created_at);

CREATE TABLE bourse.repeat_claim (
    workspace_id uuid        NOT NULL,
    hash         bytea       NOT NULL,
    lead_id      uuid        NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, hash)
);
CREATE INDEX repeat_claim_expiry ON bourse.repeat_claim (workspace_id, expires_at);

CREATE TABLE bourse.external_id (
    workspace_id uuid NOT NULL,
    side         text NOT NULL CHECK (side IN ('supplier', 'buyer')),
    party        text NOT NULL, -- slug of the source or the buyer
    external_id  text NOT NULL,
    lead_id      uuid NOT NULL,
    attempt_id   uuid,
    PRIMARY KEY (workspace_id, side, party, external_id, lead_id)
);

-- ------------------------------------------------------------------------------------------------ caps and money

CREATE TABLE bourse.cap_counter (
    workspace_id uuid        NOT NULL,
    counter      text        NOT NULL, -- "channel:<slug>:day:leads"
    window_start timestamptz NOT NULL,
    used         bigint      NOT NULL DEFAULT 0 CHECK (used >= 0), -- leads, or micro-units
    PRIMARY KEY (workspace_id, counter, window_start)
) WITH (fillfactor = 50);

CREATE TABLE bourse.buyer_account (
    workspace_id   uuid    NOT NULL,
    buyer          text    NOT NULL,
    currency       char(3) NOT NULL,
    balance_micros bigint  NOT NULL DEFAULT 0, -- prepaid less sold
    held_micros    bigint  NOT NULL DEFAULT 0 CHECK (held_micros >= 0), -- by reservations
    credit_micros  bigint,                     -- an operator's limit beside the configuration's
    PRIMARY KEY (workspace_id, buyer, currency)
) WITH (fillfactor = 50);

-- What a post holds from before its first byte until its fate is known.
CREATE TABLE bourse.reservation (
    workspace_id  uuid          NOT NULL,
    post_id       uuid          NOT NULL,
    lead_id       uuid          NOT NULL,
    node_id       uuid          NOT NULL,
    buyer         text          NOT NULL,
    channel       text          NOT NULL,
    currency      char(3)       NOT NULL,
    amount_micros bigint        NOT NULL,
    cap_counters  text[]        NOT NULL,
    cap_windows   timestamptz[] NOT NULL,
    cap_amounts   bigint[]      NOT NULL,
    state         text          NOT NULL CHECK (state IN ('sending', 'held', 'sold', 'released')),
    deadline      timestamptz   NOT NULL,
    created_at    timestamptz   NOT NULL DEFAULT now(),
    settled_at    timestamptz,
    PRIMARY KEY (workspace_id, post_id)
) WITH (fillfactor = 80);
CREATE INDEX reservation_sending ON bourse.reservation (workspace_id, node_id) WHERE state = 'sending';
CREATE INDEX reservation_held ON bourse.reservation (workspace_id, created_at) WHERE state = 'held';

CREATE TABLE bourse.billing_period (
    workspace_id uuid NOT NULL,
    period       text NOT NULL, -- "2026-05"
    starts_on    date NOT NULL,
    ends_on      date NOT NULL, -- inclusive
    closed_at    timestamptz,
    PRIMARY KEY (workspace_id, period)
);

-- Double entry: the lines of one transaction add up to zero; debit is positive. Append-only; a correction is a reversal.
CREATE TABLE bourse.ledger_entry (
    workspace_id   uuid          NOT NULL,
    transaction_id uuid          NOT NULL, -- of a sale: its post's id
    line           smallint      NOT NULL,
    kind           text          NOT NULL CHECK (kind IN ('sale', 'reversal', 'payment', 'payout', 'adjustment')),
    account        text          NOT NULL CHECK (account IN ('receivable', 'revenue', 'cost', 'payable', 'cash')),
    party          text          NOT NULL, -- slug of the buyer or the source
    lead_id        uuid,
    post_id        uuid,
    reverses       uuid,
    amount_micros  bigint        NOT NULL,
    currency       char(3)       NOT NULL,
    exchange_rate  numeric(20, 10) NOT NULL DEFAULT 1, -- to the workspace's currency
    rate_date      date          NOT NULL,
    event_date     date          NOT NULL, -- in the workspace's zone
    booking_date   date          NOT NULL,
    booked_at      timestamptz   NOT NULL DEFAULT now(),
    billing_period text          NOT NULL,
    invoice_id     uuid,
    PRIMARY KEY (workspace_id, transaction_id, line)
);
CREATE INDEX ledger_entry_party ON bourse.ledger_entry (workspace_id, account, party, booked_at);
CREATE INDEX ledger_entry_period ON bourse.ledger_entry (workspace_id, billing_period);

-- ------------------------------------------------------------------------------------------ work to do, audit trail

CREATE TABLE bourse.outbox (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    topic        text        NOT NULL,
    lead_id      uuid,
    payload      bytea       NOT NULL, -- sealed
    created_at   timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL DEFAULT now(),
    tries        integer     NOT NULL DEFAULT 0,
    delivered_at timestamptz,
    dead_at      timestamptz,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX outbox_due ON bourse.outbox (workspace_id, due_at) WHERE delivered_at IS NULL AND dead_at IS NULL;

CREATE TABLE bourse.timer (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    kind         text        NOT NULL,
    lead_id      uuid,
    due_at       timestamptz NOT NULL,
    detail       jsonb       NOT NULL DEFAULT '{}',
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX timer_due ON bourse.timer (workspace_id, due_at);

-- What people and programs did to the market; one hash chain over all of it.
CREATE TABLE bourse.audit (
    sequence     bigint      PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    at           timestamptz NOT NULL,
    actor        text        NOT NULL,
    action       text        NOT NULL,
    subject      text        NOT NULL,
    detail       text        NOT NULL DEFAULT '{}', -- JSON, as hashed
    prev_hash    bytea       NOT NULL,
    hash         bytea       NOT NULL,
    UNIQUE (workspace_id, sequence)
);

-- --------------------------------------------------------------------------------------------------- append-only

CREATE FUNCTION bourse.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'BE002';
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['lead_event', 'audit', 'ledger_entry', 'configuration'] LOOP
        -- row triggers of a partitioned table are copied to its partitions, so that these are guarded themselves
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON bourse.%I
                        FOR EACH ROW EXECUTE FUNCTION bourse.refuse_change()', t);
        EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON bourse.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION bourse.refuse_change()', t);
    END LOOP;
END $$;

-- Every transaction balances, and a closed period takes nothing but reversals.
CREATE FUNCTION bourse.check_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added GROUP BY workspace_id, transaction_id, currency HAVING sum(amount_micros) <> 0) THEN
        RAISE EXCEPTION 'ledger transaction does not balance' USING ERRCODE = 'BE003';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT workspace_id, billing_period FROM added WHERE kind <> 'reversal') a
               JOIN bourse.billing_period p
                 ON p.workspace_id = a.workspace_id AND p.period = a.billing_period
               WHERE p.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'billing period is closed' USING ERRCODE = 'BE004';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_ledger AFTER INSERT ON bourse.ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bourse.check_ledger();

-- ---------------------------------------------------------------------------------------------------- partitions

-- Monthly partitions from this month to `p_months` ahead; what has no partition goes to the default one. Returns how
-- many were made.
CREATE FUNCTION bourse.ensure_partitions(p_months integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = bourse, pg_catalog, pg_temp AS $$
DECLARE
    t       text;
    v_start timestamptz;
    v_end   timestamptz;
    v_name  text;
    v_made  integer := 0;
BEGIN
    -- two nodes starting together would otherwise both try
    PERFORM pg_advisory_xact_lock(hashtextextended('bourse.ensure_partitions', 0));
    FOR m IN 0 .. least(greatest(p_months, 0), 24) LOOP
        v_start := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => m)) AT TIME ZONE 'UTC';
        v_end := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => m + 1)) AT TIME ZONE 'UTC';
        FOREACH t IN ARRAY ARRAY['lead', 'lead_data', 'lead_key', 'lead_event', 'attempt'] LOOP
            v_name := t || '_' || to_char(v_start AT TIME ZONE 'UTC', 'YYYYMM');
            CONTINUE WHEN to_regclass(format('bourse.%I', v_name)) IS NOT NULL;
            BEGIN
                EXECUTE format('CREATE TABLE bourse.%I PARTITION OF bourse.%I FOR VALUES FROM (%L) TO (%L)',
                               v_name, t, bourse.uuid_at(v_start), bourse.uuid_at(v_end));
            EXCEPTION WHEN check_violation THEN
                CONTINUE; -- the default partition has rows of that month already and keeps them
            END;
            EXECUTE format('ALTER TABLE bourse.%I ENABLE ROW LEVEL SECURITY', v_name);
            IF t IN ('lead', 'attempt') THEN
                EXECUTE format('ALTER TABLE bourse.%I SET (fillfactor = 85)', v_name);
            END IF;
            IF t IN ('lead_data', 'attempt') THEN
                -- bodies of a few kB stay in their row
                EXECUTE format('ALTER TABLE bourse.%I SET (toast_tuple_target = 8160)', v_name);
            END IF;
            v_made := v_made + 1;
        END LOOP;
    END LOOP;
    RETURN v_made;
END $$;

CREATE TABLE bourse.lead_default PARTITION OF bourse.lead DEFAULT;
CREATE TABLE bourse.lead_data_default PARTITION OF bourse.lead_data DEFAULT;
CREATE TABLE bourse.lead_key_default PARTITION OF bourse.lead_key DEFAULT;
CREATE TABLE bourse.lead_event_default PARTITION OF bourse.lead_event DEFAULT;
CREATE TABLE bourse.attempt_default PARTITION OF bourse.attempt DEFAULT;
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['lead', 'lead_data', 'lead_key', 'lead_event', 'attempt'] LOOP
        EXECUTE format('ALTER TABLE bourse.%I ENABLE ROW LEVEL SECURITY', t || '_default');
    END LOOP;
END $$;
SELECT bourse.ensure_partitions(3);

-- ------------------------------------------------------------------------------------------------- the writer's work

-- Writes leads down. All arrays but the flattened ones run in step; p_claim and p_repeat hold nulls where a lead has
-- none. Returns a row for each lead that is not fresh: replay, in_flight, key_mismatch (nothing of it was written) or
-- repeated (written as a duplicate). A replay comes with the state of the lead that holds the key; its answer is null
-- where that lead ended without one. And a row "again" for each that was stored before under another key. Applying the
-- same leads again changes nothing and answers the same.
CREATE FUNCTION bourse.receive_leads(
    p_workspace uuid, p_node uuid,
    p_id uuid[], p_received timestamptz[], p_config bigint[], p_source text[], p_vertical text[], p_region text[],
    p_test boolean[], p_external text[], p_sub_ids text[], p_fields text[], p_pii bytea[], p_wrapped bytea[],
    p_claim bytea[], p_request_hash bytea[], p_repeat bytea[], p_repeat_window integer[],
    p_actor text[], p_hash bytea[], p_repeated_at timestamptz[], p_repeated_hash bytea[],
    p_lookup_lead uuid[], p_lookup_kind text[], p_lookup_hash bytea[],
    p_consent_lead uuid[], p_consent_sequence smallint[], p_consent_kind text[], p_consent_sha256 bytea[],
    p_consent_key bytea[], p_consent_sealed bytea[])
    RETURNS TABLE (n integer, outcome text, original uuid, status integer, content_type text, answer bytea, wrapped bytea,
                   lead_state text, lead_reason text, decision text, buyer text, price bigint, currency text)
    LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_taken    bytea[];
    v_lost     bigint[] := '{}';
    v_repeated bigint[] := '{}';
    v_original uuid[] := '{}';
    v_written  bigint;
BEGIN
    IF cardinality(array_remove(p_claim, NULL)) > 0 THEN
        WITH input AS (
            SELECT u.* FROM unnest(p_id, p_claim, p_request_hash) WITH ORDINALITY AS u(id, claim, request_hash, n)
            WHERE u.claim IS NOT NULL ORDER BY u.claim),
        taken AS (
            INSERT INTO bourse.idempotency AS i (workspace_id, claim, request_hash, lead_id, created_at)
            SELECT p_workspace, input.claim, input.request_hash, input.id, now() FROM input
            ON CONFLICT (workspace_id, claim) DO UPDATE
                SET request_hash = excluded.request_hash, lead_id = excluded.lead_id,
                    created_at = excluded.created_at, status = NULL, content_type = NULL, answer = NULL
                WHERE i.lead_id = excluded.lead_id
                   OR (i.created_at < now() - interval '24 hours' AND NOT EXISTS (
                        -- a buyer may hold that lead: the key must not sell it again
                        SELECT FROM bourse.lead l WHERE l.workspace_id = p_workspace AND l.id = i.lead_id
                        AND l.state IN ('unknown', 'pending')))
            RETURNING i.claim)
        SELECT coalesce(array_agg(taken.claim), '{}') INTO v_taken FROM taken;
        IF cardinality(v_taken) < cardinality(array_remove(p_claim, NULL)) THEN
            SELECT coalesce(array_agg(u.n), '{}') INTO v_lost FROM unnest(p_claim) WITH ORDINALITY AS u(claim, n)
            WHERE u.claim <> ALL (v_taken);
        END IF;
        IF cardinality(v_lost) > 0 THEN
            RETURN QUERY
                SELECT u.n::integer,
                       CASE WHEN i.request_hash <> u.request_hash THEN 'key_mismatch'
                            WHEN i.answer IS NULL
                                 AND l.state IN ('received', 'validating', 'routing', 'offered', 'posting')
                            THEN 'in_flight' ELSE 'replay' END,
                       i.lead_id, i.status, i.content_type, i.answer, k.wrapped,
                       l.state, l.reason, l.routing_decision, l.winner_buyer, l.price_micros, l.currency::text
                FROM unnest(p_claim, p_request_hash) WITH ORDINALITY AS u(claim, request_hash, n)
                JOIN bourse.idempotency i ON i.workspace_id = p_workspace AND i.claim = u.claim
                JOIN bourse.lead l ON l.workspace_id = p_workspace AND l.id = i.lead_id
                LEFT JOIN bourse.lead_key k ON k.workspace_id = p_workspace AND k.lead_id = i.lead_id
                WHERE u.n = ANY (v_lost);
        END IF;
    END IF;

    IF cardinality(array_remove(p_repeat, NULL)) > 0 THEN
        WITH input AS (
            SELECT u.* FROM unnest(p_id, p_repeat, p_repeat_window) WITH ORDINALITY AS u(id, hash, seconds, n)
            WHERE u.hash IS NOT NULL AND u.n <> ALL (v_lost) ORDER BY u.hash),
        taken AS (
            INSERT INTO bourse.repeat_claim AS r (workspace_id, hash, lead_id, expires_at)
            SELECT p_workspace, input.hash, input.id, now() + make_interval(secs => input.seconds) FROM input
            ON CONFLICT (workspace_id, hash) DO UPDATE
                SET lead_id = excluded.lead_id, expires_at = excluded.expires_at
                WHERE r.lead_id = excluded.lead_id
                   OR (r.expires_at <= now() AND NOT EXISTS (
                        SELECT FROM bourse.lead l WHERE l.workspace_id = p_workspace AND l.id = r.lead_id
                        AND l.state IN ('received', 'validating', 'routing', 'offered', 'posting')))
            RETURNING r.hash)
        SELECT coalesce(array_agg(taken.hash), '{}') INTO v_taken FROM taken;
        SELECT coalesce(array_agg(u.n), '{}') INTO v_repeated FROM unnest(p_repeat) WITH ORDINALITY AS u(hash, n)
        WHERE cardinality(v_taken) < cardinality(array_remove(p_repeat, NULL))
          AND u.hash <> ALL (v_taken) AND u.n <> ALL (v_lost);
        IF cardinality(v_repeated) > 0 THEN
            SELECT array_agg(u.n), array_agg(r.lead_id) INTO v_repeated, v_original
            FROM unnest(p_repeat) WITH ORDINALITY AS u(hash, n)
            JOIN bourse.repeat_claim r ON r.workspace_id = p_workspace AND r.hash = u.hash
            WHERE u.n = ANY (v_repeated);
            RETURN QUERY SELECT u.n::integer, 'repeated', u.original, NULL::integer, NULL::text, NULL::bytea, NULL::bytea,
                                NULL::text, NULL::text, NULL::text, NULL::text, NULL::bigint, NULL::text
                FROM unnest(v_repeated, v_original) AS u(n, original);
        END IF;
    END IF;

    INSERT INTO bourse.lead (workspace_id, id, received_at, updated_at, node_id, config_version, source, vertical, region,
                             test, state, reason, original_id, supplier_external_id, sub_ids, claim, repeat_hash,
                             event_sequence, event_hash)
    SELECT p_workspace, u.id, u.received, u.received, p_node, u.config, u.source, u.vertical, u.region, u.test,
           CASE WHEN r.n IS NULL THEN 'received' ELSE 'duplicate' END,
           CASE WHEN r.n IS NULL THEN NULL ELSE 'repeated_payload' END, r.original, u.external, u.sub_ids::jsonb,
           u.claim, u.repeat, CASE WHEN r.n IS NULL THEN 1 ELSE 2 END,
           CASE WHEN r.n IS NULL THEN u.hash ELSE u.repeated_hash END
    FROM unnest(p_id, p_received, p_config, p_source, p_vertical, p_region, p_test, p_external, p_sub_ids, p_claim,
                p_repeat, p_hash, p_repeated_hash) WITH ORDINALITY
         AS u(id, received, config, source, vertical, region, test, external, sub_ids, claim, repeat, hash,
              repeated_hash, n)
    LEFT JOIN unnest(v_repeated, v_original) AS r(n, original) ON r.n = u.n
    WHERE u.n <> ALL (v_lost)
    ON CONFLICT DO NOTHING;

    INSERT INTO bourse.lead_data (workspace_id, lead_id, fields, pii)
    SELECT p_workspace, u.id, u.fields::jsonb, u.pii
    FROM unnest(p_id, p_fields, p_pii) WITH ORDINALITY AS u(id, fields, pii, n)
    WHERE u.n <> ALL (v_lost) ON CONFLICT DO NOTHING;

    INSERT INTO bourse.lead_key (workspace_id, lead_id, wrapped)
    SELECT p_workspace, u.id, u.wrapped FROM unnest(p_id, p_wrapped) WITH ORDINALITY AS u(id, wrapped, n)
    WHERE u.n <> ALL (v_lost) ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_written = ROW_COUNT;
    IF v_written < cardinality(p_id) - cardinality(v_lost) THEN
        -- received before: what is sealed from now on must be sealed under the key that is stored
        RETURN QUERY
            SELECT u.n::integer, 'again', NULL::uuid, NULL::integer, NULL::text, NULL::bytea, NULL::bytea,
                   NULL::text, NULL::text, NULL::text, NULL::text, NULL::bigint, NULL::text
            FROM unnest(p_id, p_wrapped) WITH ORDINALITY AS u(id, wrapped, n)
            JOIN bourse.lead_key k ON k.workspace_id = p_workspace AND k.lead_id = u.id
            WHERE u.n <> ALL (v_lost) AND k.wrapped <> u.wrapped;
    END IF;

    INSERT INTO bourse.lead_event (workspace_id, lead_id, sequence, at, actor, node_id, config_version, kind, state,
                                   prev_hash, hash)
    SELECT p_workspace, u.id, 1, u.received, u.actor, p_node, u.config, 'state', 'received', ''::bytea, u.hash
    FROM unnest(p_id, p_received, p_actor, p_config, p_hash) WITH ORDINALITY AS u(id, received, actor, config, hash, n)
    WHERE u.n <> ALL (v_lost) ON CONFLICT DO NOTHING;
    IF cardinality(v_repeated) > 0 THEN
        INSERT INTO bourse.lead_event (workspace_id, lead_id, sequence, at, actor, node_id, config_version, kind, state,
                                       reason, prev_hash, hash)
        SELECT p_workspace, u.id, 2, u.at, u.actor, p_node, u.config, 'state', 'duplicate', 'repeated_payload', u.hash,
               u.repeated_hash
        FROM unnest(p_id, p_repeated_at, p_actor, p_config, p_hash, p_repeated_hash) WITH ORDINALITY
             AS u(id, at, actor, config, hash, repeated_hash, n)
        WHERE u.n = ANY (v_repeated) ON CONFLICT DO NOTHING;
    END IF;

    IF cardinality(p_lookup_lead) > 0 THEN
        INSERT INTO bourse.lead_lookup (workspace_id, kind, hash, lead_id)
        SELECT p_workspace, u.kind, u.hash, u.lead
        FROM unnest(p_lookup_lead, p_lookup_kind, p_lookup_hash) AS u(lead, kind, hash)
        WHERE cardinality(v_lost) = 0 OR array_position(p_id, u.lead) <> ALL (v_lost)
        ON CONFLICT DO NOTHING;
    END IF;
    IF cardinality(p_consent_lead) > 0 THEN
        INSERT INTO bourse.consent_evidence (workspace_id, lead_id, sequence, kind, recorded_at, text_sha256, wrapped_key,
                                             sealed)
        SELECT p_workspace, u.lead, u.sequence, u.kind, now(), u.sha256, u.wrapped_key, u.sealed
        FROM unnest(p_consent_lead, p_consent_sequence, p_consent_kind, p_consent_sha256, p_consent_key, p_consent_sealed)
             AS u(lead, sequence, kind, sha256, wrapped_key, sealed)
        WHERE cardinality(v_lost) = 0 OR array_position(p_id, u.lead) <> ALL (v_lost)
        ON CONFLICT DO NOTHING;
    END IF;
    IF cardinality(array_remove(p_external, NULL)) > 0 THEN
        INSERT INTO bourse.external_id (workspace_id, side, party, external_id, lead_id)
        SELECT p_workspace, 'supplier', u.source, u.external, u.id
        FROM unnest(p_id, p_source, p_external) WITH ORDINALITY AS u(id, source, external, n)
        WHERE u.external IS NOT NULL AND u.n <> ALL (v_lost) ON CONFLICT DO NOTHING;
    END IF;
END $$;

-- Takes every lock on counters and accounts that a transaction will need, in one order for all nodes, so that two of
-- them never wait for each other. p_released: posts whose counters will be given back; p_settled: posts whose accounts
-- will change, and whose counted amounts may.
CREATE FUNCTION bourse.lock_money(
    p_workspace uuid, p_counter text[], p_window timestamptz[], p_buyer text[], p_currency text[],
    p_released uuid[], p_settled uuid[]) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(p_counter) > 0 THEN
        INSERT INTO bourse.cap_counter (workspace_id, counter, window_start)
        SELECT DISTINCT p_workspace, u.counter, u.win FROM unnest(p_counter, p_window) AS u(counter, win)
        ORDER BY 2, 3 ON CONFLICT DO NOTHING;
    END IF;
    IF cardinality(p_counter) > 0 OR cardinality(p_settled) > 0 THEN
        PERFORM FROM (
            SELECT u.counter, u.win FROM unnest(p_counter, p_window) AS u(counter, win)
            UNION
            SELECT u.counter, u.win FROM unnest(p_released) AS p(id)
            JOIN bourse.reservation r ON r.workspace_id = p_workspace AND r.post_id = p.id
            CROSS JOIN unnest(r.cap_counters, r.cap_windows) AS u(counter, win)
            UNION
            SELECT u.counter, u.win FROM unnest(p_settled) AS p(id)
            JOIN bourse.reservation r ON r.workspace_id = p_workspace AND r.post_id = p.id
            CROSS JOIN unnest(r.cap_counters, r.cap_windows) AS u(counter, win)
            WHERE u.counter LIKE '%:amount') AS w
        JOIN bourse.cap_counter c
          ON c.workspace_id = p_workspace AND c.counter = w.counter AND c.window_start = w.win
        ORDER BY c.counter, c.window_start FOR UPDATE OF c;
    END IF;
    IF cardinality(p_buyer) > 0 THEN
        INSERT INTO bourse.buyer_account (workspace_id, buyer, currency)
        SELECT DISTINCT p_workspace, u.buyer, u.currency FROM unnest(p_buyer, p_currency) AS u(buyer, currency)
        ORDER BY 2, 3 ON CONFLICT DO NOTHING;
    END IF;
    PERFORM FROM (
        SELECT u.buyer, u.currency::bpchar FROM unnest(p_buyer, p_currency) AS u(buyer, currency)
        UNION
        SELECT r.buyer, r.currency FROM unnest(p_settled) AS p(id)
        JOIN bourse.reservation r ON r.workspace_id = p_workspace AND r.post_id = p.id) AS w(buyer, currency)
    JOIN bourse.buyer_account a ON a.workspace_id = p_workspace AND a.buyer = w.buyer AND a.currency = w.currency
    ORDER BY a.buyer, a.currency FOR UPDATE OF a;
END $$;

-- Reserves posts in order, each wholly or not at all: every cap, then the buyer's money, by conditional updates; a post
-- that is granted becomes an attempt in SENDING. Caps are flattened; post i owns p_cap_first[i] … p_cap_last[i].
-- Returns a row for each refused post. A post that is reserved already counts as granted, unless its lead has been
-- closed since: then another node took this one for dead, and no byte may leave. The caller has locked the leads in a
-- statement before, so that what is read here stands until it commits. p_low and p_high bound the leads' ids.
CREATE FUNCTION bourse.reserve_posts(
    p_workspace uuid, p_node uuid, p_low uuid, p_high uuid,
    p_post uuid[], p_lead uuid[], p_buyer text[], p_channel text[], p_integration text[], p_currency text[],
    p_amount bigint[], p_credit bigint[], p_deadline timestamptz[], p_started timestamptz[], p_body bytea[],
    p_cap_first integer[], p_cap_last integer[],
    p_counter text[], p_window timestamptz[], p_cap_amount bigint[], p_cap_limit bigint[])
    RETURNS TABLE (n integer, refused text)
    LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_granted integer[] := '{}';
    v_open    uuid[];
    v_done    uuid[];
    v_refused text;
    v_taken   integer;
BEGIN
    SELECT coalesce(array_agg(l.id), '{}') INTO v_open
    FROM unnest(p_lead) AS u(id)
    JOIN bourse.lead l ON l.workspace_id = p_workspace AND l.id = u.id
    WHERE l.id >= p_low AND l.id <= p_high AND l.state IN ('received', 'validating', 'routing', 'posting');
    SELECT coalesce(array_agg(r.post_id), '{}') INTO v_done
    FROM unnest(p_post) AS u(id)
    JOIN bourse.reservation r ON r.workspace_id = p_workspace AND r.post_id = u.id;

    FOR i IN 1 .. cardinality(p_post) LOOP
        IF p_lead[i] <> ALL (v_open) THEN
            n := i;
            refused := 'interrupted';
            RETURN NEXT;
            CONTINUE;
        END IF;
        CONTINUE WHEN p_post[i] = ANY (v_done);
        v_refused := NULL;
        v_taken := p_cap_first[i] - 1;
        FOR c IN p_cap_first[i] .. p_cap_last[i] LOOP
            UPDATE bourse.cap_counter SET used = used + p_cap_amount[c]
            WHERE workspace_id = p_workspace AND counter = p_counter[c] AND window_start = p_window[c]
              AND used + p_cap_amount[c] <= p_cap_limit[c];
            IF NOT FOUND THEN
                v_refused := 'cap_reached';
                EXIT;
            END IF;
            v_taken := c;
        END LOOP;
        IF v_refused IS NULL THEN
            UPDATE bourse.buyer_account SET held_micros = held_micros + p_amount[i]
            WHERE workspace_id = p_workspace AND buyer = p_buyer[i] AND currency = p_currency[i]::bpchar
              AND (coalesce(credit_micros, p_credit[i]) IS NULL
                   OR balance_micros - held_micros - p_amount[i] >= -coalesce(credit_micros, p_credit[i]));
            IF NOT FOUND THEN
                v_refused := 'balance_spent';
            END IF;
        END IF;
        IF v_refused IS NULL THEN
            v_granted := v_granted || i;
        ELSE
            FOR c IN p_cap_first[i] .. v_taken LOOP
                UPDATE bourse.cap_counter SET used = used - p_cap_amount[c]
                WHERE workspace_id = p_workspace AND counter = p_counter[c] AND window_start = p_window[c];
            END LOOP;
            n := i;
            refused := v_refused;
            RETURN NEXT;
        END IF;
    END LOOP;

    IF cardinality(v_granted) > 0 THEN
        INSERT INTO bourse.reservation (workspace_id, post_id, lead_id, node_id, buyer, channel, currency, amount_micros,
                                        cap_counters, cap_windows, cap_amounts, state, deadline)
        SELECT p_workspace, u.post, u.lead, p_node, u.buyer, u.channel, u.currency, u.amount,
               p_counter[u.first:u.last], p_window[u.first:u.last], p_cap_amount[u.first:u.last], 'sending', u.deadline
        FROM unnest(p_post, p_lead, p_buyer, p_channel, p_currency, p_amount, p_deadline, p_cap_first, p_cap_last)
             WITH ORDINALITY AS u(post, lead, buyer, channel, currency, amount, deadline, first, last, n)
        WHERE u.n = ANY (v_granted);
        INSERT INTO bourse.attempt (workspace_id, lead_id, attempt_id, kind, channel, buyer, integration, node_id, started_at,
                                    outcome, price_micros, currency, phases_us, body)
        SELECT p_workspace, u.lead, u.post, 'post', u.channel, u.buyer, u.integration, p_node, u.started, 'sending',
               u.amount, u.currency, '{0,0,0,0,0,0}', u.body
        FROM unnest(p_post, p_lead, p_channel, p_buyer, p_integration, p_started, p_amount, p_currency, p_body)
             WITH ORDINALITY AS u(post, lead, channel, buyer, integration, started, amount, currency, body, n)
        WHERE u.n = ANY (v_granted)
        ON CONFLICT DO NOTHING;
    END IF;
END $$;

-- Appends events. The same event again is no news; another event in its place means that someone else has written to
-- the lead since its head was read (BE001).
CREATE FUNCTION bourse.append_events(
    p_workspace uuid, p_node uuid, p_lead uuid[], p_sequence integer[], p_at timestamptz[], p_actor text[],
    p_config bigint[], p_kind text[], p_state text[], p_reason text[], p_reason_detail text[], p_detail text[],
    p_prev bytea[], p_hash bytea[]) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    v_written bigint;
BEGIN
    INSERT INTO bourse.lead_event (workspace_id, lead_id, sequence, at, actor, node_id, config_version, kind, state, reason,
                                   reason_detail, detail, prev_hash, hash)
    SELECT p_workspace, u.lead, u.sequence, u.at, u.actor, p_node, u.config, u.kind, u.state, u.reason, u.reason_detail,
           u.detail, u.prev, u.hash
    FROM unnest(p_lead, p_sequence, p_at, p_actor, p_config, p_kind, p_state, p_reason, p_reason_detail, p_detail, p_prev,
                p_hash)
         AS u(lead, sequence, at, actor, config, kind, state, reason, reason_detail, detail, prev, hash)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_written = ROW_COUNT;
    IF v_written < cardinality(p_lead) AND EXISTS (
        SELECT FROM unnest(p_lead, p_sequence, p_hash) AS u(lead, sequence, hash)
        JOIN bourse.lead_event e
          ON e.workspace_id = p_workspace AND e.lead_id = u.lead AND e.sequence = u.sequence
        WHERE e.hash <> u.hash) THEN
        RAISE EXCEPTION 'event chain has moved on' USING ERRCODE = 'BE001';
    END IF;
END $$;

-- The period that takes bookings of a day: its month, or the next one that is not closed.
CREATE FUNCTION bourse.open_billing_period(p_workspace uuid, p_day date) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    v_start  date := date_trunc('month', p_day)::date;
    v_closed timestamptz;
BEGIN
    LOOP
        SELECT closed_at INTO v_closed FROM bourse.billing_period
        WHERE workspace_id = p_workspace AND period = to_char(v_start, 'YYYY-MM');
        IF NOT FOUND THEN
            INSERT INTO bourse.billing_period (workspace_id, period, starts_on, ends_on)
            VALUES (p_workspace, to_char(v_start, 'YYYY-MM'), v_start, (v_start + interval '1 month')::date - 1)
            ON CONFLICT DO NOTHING;
            CONTINUE;
        END IF;
        EXIT WHEN v_closed IS NULL;
        v_start := (v_start + interval '1 month')::date;
    END LOOP;
    RETURN to_char(v_start, 'YYYY-MM');
END $$;

-- What became of posts: reservations are kept (held), turned into a sale (sold) or given back (released). A sale may
-- differ from what its post held: counters of amounts and the buyer's account then show what was sold. A result that is
-- there already is not applied again, and a closed one is never reopened.
CREATE FUNCTION bourse.settle_posts(
    p_workspace uuid, p_post uuid[], p_state text[], p_source text[], p_revenue bigint[], p_payout bigint[],
    p_currency text[], p_sold_at timestamptz[]) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    v_zone   text;
    v_day    date;
    v_period text;
BEGIN
    IF 'sold' = ANY (p_state) THEN
        SELECT zone INTO v_zone FROM bourse.workspace WHERE workspace_id = p_workspace;
        v_day := (now() AT TIME ZONE coalesce(v_zone, 'UTC'))::date;
        v_period := bourse.open_billing_period(p_workspace, v_day);
    END IF;
    WITH input AS (
        SELECT * FROM unnest(p_post, p_state, p_source, p_revenue, p_payout, p_currency, p_sold_at)
                      AS u(post, state, source, revenue, payout, currency, sold_at)),
    changed AS (
        UPDATE bourse.reservation r SET state = i.state, settled_at = now()
        FROM input i
        WHERE r.workspace_id = p_workspace AND r.post_id = i.post
          AND r.state IN ('sending', 'held') AND r.state <> i.state
        RETURNING r.post_id, r.lead_id, r.buyer, r.currency AS held_currency, r.amount_micros, r.cap_counters,
                  r.cap_windows, r.cap_amounts, i.state, i.source, i.revenue, i.payout, i.currency, i.sold_at),
    corrected_caps AS (
        UPDATE bourse.cap_counter c SET used = c.used + x.amount
        FROM (SELECT u.counter, u.win,
                     sum(CASE changed.state WHEN 'sold' THEN changed.revenue - u.amount ELSE -u.amount END)::bigint
                         AS amount
              FROM changed CROSS JOIN unnest(cap_counters, cap_windows, cap_amounts) AS u(counter, win, amount)
              WHERE changed.state = 'released'
                 OR (changed.state = 'sold' AND u.counter LIKE '%:amount' AND changed.currency = changed.held_currency)
              GROUP BY u.counter, u.win) AS x
        WHERE c.workspace_id = p_workspace AND c.counter = x.counter AND c.window_start = x.win AND x.amount <> 0),
    settled_accounts AS (
        UPDATE bourse.buyer_account a
        SET held_micros = a.held_micros - x.amount, balance_micros = a.balance_micros - x.revenue
        FROM (SELECT buyer, held_currency, sum(amount_micros)::bigint AS amount,
                     coalesce(sum(revenue) FILTER (WHERE state = 'sold'), 0)::bigint AS revenue
              FROM changed WHERE state IN ('released', 'sold') GROUP BY buyer, held_currency) AS x
        WHERE a.workspace_id = p_workspace AND a.buyer = x.buyer AND a.currency = x.held_currency)
    INSERT INTO bourse.ledger_entry (workspace_id, transaction_id, line, kind, account, party, lead_id, post_id,
                                     amount_micros, currency, rate_date, event_date, booking_date, billing_period)
    SELECT p_workspace, s.post_id, b.line, 'sale', b.account, b.party, s.lead_id, s.post_id, b.amount, s.currency,
           v_day, (s.sold_at AT TIME ZONE coalesce(v_zone, 'UTC'))::date, v_day, v_period
    FROM changed s
    CROSS JOIN LATERAL (VALUES (1::smallint, 'receivable', s.buyer, s.revenue), (2::smallint, 'revenue', s.buyer, -s.revenue),
                               (3::smallint, 'cost', s.source, s.payout), (4::smallint, 'payable', s.source, -s.payout))
         AS b(line, account, party, amount)
    WHERE s.state = 'sold' AND b.amount <> 0
    ON CONFLICT DO NOTHING;
END $$;

-- Forgets claims that no longer bind anybody, at most p_limit of each kind, and returns how many went of the kind that
-- had more. Rows that someone works on are passed over, so that this never waits.
CREATE FUNCTION bourse.sweep_claims(p_workspace uuid, p_limit integer) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    v_keys    bigint;
    v_repeats bigint;
BEGIN
    WITH lapsed AS MATERIALIZED (
        SELECT i.claim FROM bourse.idempotency i
        JOIN bourse.lead l ON l.workspace_id = i.workspace_id AND l.id = i.lead_id
        WHERE i.workspace_id = p_workspace AND i.created_at < now() - interval '24 hours'
          AND l.state NOT IN ('received', 'validating', 'routing', 'offered', 'posting', 'unknown', 'pending')
        ORDER BY i.created_at LIMIT p_limit FOR UPDATE OF i SKIP LOCKED)
    DELETE FROM bourse.idempotency i USING lapsed
    WHERE i.workspace_id = p_workspace AND i.claim = lapsed.claim;
    GET DIAGNOSTICS v_keys = ROW_COUNT;
    -- a window that has passed still binds while its lead is on its way, as in receive_leads
    WITH lapsed AS MATERIALIZED (
        SELECT r.hash FROM bourse.repeat_claim r
        JOIN bourse.lead l ON l.workspace_id = r.workspace_id AND l.id = r.lead_id
        WHERE r.workspace_id = p_workspace AND r.expires_at <= now()
          AND l.state NOT IN ('received', 'validating', 'routing', 'offered', 'posting')
        ORDER BY r.expires_at LIMIT p_limit FOR UPDATE OF r SKIP LOCKED)
    DELETE FROM bourse.repeat_claim r USING lapsed
    WHERE r.workspace_id = p_workspace AND r.hash = lapsed.hash;
    GET DIAGNOSTICS v_repeats = ROW_COUNT;
    RETURN greatest(v_keys, v_repeats);
END $$;

-- Appends to the audit trail; the one way in.
CREATE FUNCTION bourse.append_audit(p_actor text, p_action text, p_subject text, p_detail text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = bourse, pg_catalog, pg_temp AS $$
DECLARE
    v_sequence  bigint;
    v_prev      bytea;
    v_at        timestamptz := clock_timestamp();
    v_workspace uuid := bourse.current_workspace();
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('bourse.audit', 0));
    SELECT sequence, hash INTO v_sequence, v_prev FROM bourse.audit ORDER BY sequence DESC LIMIT 1;
    v_sequence := coalesce(v_sequence, 0) + 1;
    v_prev := coalesce(v_prev, ''::bytea);
    INSERT INTO bourse.audit (sequence, workspace_id, at, actor, action, subject, detail, prev_hash, hash)
    VALUES (v_sequence, v_workspace, v_at, p_actor, p_action, p_subject, p_detail, v_prev,
            sha256(v_prev || convert_to(json_build_array(v_sequence, v_workspace,
                                        (extract(epoch FROM v_at) * 1000000)::bigint, p_actor, p_action, p_subject,
                                        p_detail)::text, 'UTF8')));
    RETURN v_sequence;
END $$;

-- Workspaces by name, for a session that has not chosen one yet; tells no more than this.
CREATE FUNCTION bourse.workspaces() RETURNS TABLE (workspace_id uuid, slug text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = bourse, pg_catalog, pg_temp
    AS $$ SELECT w.workspace_id, w.slug FROM bourse.workspace w ORDER BY w.created_at, w.workspace_id $$;

-- --------------------------------------------------------------------------------------- row-level security, grants

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['workspace', 'configuration', 'app_user', 'lead', 'lead_data', 'lead_key', 'lead_event',
                             'attempt', 'lead_lookup', 'consent_evidence', 'idempotency', 'repeat_claim', 'external_id',
                             'cap_counter', 'buyer_account', 'reservation', 'billing_period', 'ledger_entry', 'outbox',
                             'timer', 'audit'] LOOP
        EXECUTE format('ALTER TABLE bourse.%I ENABLE ROW LEVEL SECURITY', t);
        -- the sub-select is evaluated once per statement, not once per row
        EXECUTE format('CREATE POLICY own_workspace ON bourse.%I USING (workspace_id = (SELECT bourse.current_workspace()))
                        WITH CHECK (workspace_id = (SELECT bourse.current_workspace()))', t);
    END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA bourse FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bourse FROM PUBLIC;
GRANT USAGE ON SCHEMA bourse TO bourse_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bourse TO bourse_app;
GRANT SELECT, INSERT ON bourse.installation, bourse.workspace, bourse.configuration, bourse.app_user, bourse.lead,
    bourse.lead_data, bourse.lead_key, bourse.lead_event, bourse.attempt, bourse.lead_lookup, bourse.consent_evidence,
    bourse.idempotency, bourse.repeat_claim, bourse.external_id, bourse.cap_counter, bourse.buyer_account,
    bourse.reservation, bourse.billing_period, bourse.ledger_entry, bourse.outbox, bourse.timer, bourse.node
    TO bourse_app;
GRANT SELECT ON bourse.audit TO bourse_app;
GRANT UPDATE ON bourse.lead, bourse.attempt, bourse.idempotency, bourse.repeat_claim, bourse.cap_counter,
    bourse.buyer_account, bourse.reservation, bourse.outbox, bourse.timer, bourse.node TO bourse_app;
GRANT UPDATE (label, currency, zone) ON bourse.workspace TO bourse_app;
GRANT UPDATE (display_name, roles, active) ON bourse.app_user TO bourse_app;
-- erasure destroys keys and look-ups; claims and work that is done go
GRANT DELETE ON bourse.lead_key, bourse.lead_lookup, bourse.idempotency, bourse.repeat_claim, bourse.outbox, bourse.timer
    TO bourse_app;
