-- How fast channels are used, and leads that wait.

SET LOCAL search_path TO bourse, pg_catalog;

-- An operator's word on a channel: 'open' is the kill switch (nothing leaves for it), 'closed' that it is called whatever
-- its breakers say. Every node reads it each second and is told by NOTIFY; a reservation asks here.
CREATE TABLE bourse.channel_hold (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    channel      text        NOT NULL CHECK (length(channel) BETWEEN 1 AND 64),
    hold         text        NOT NULL CHECK (hold IN ('open', 'closed')),
    reason       text        NOT NULL DEFAULT '',
    actor        text        NOT NULL,
    held_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, channel)
);

-- Pings of a channel or a buyer in an hour or a day: each node adds what it has sent since it last did.
CREATE TABLE bourse.ping_count (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    counter      text        NOT NULL, -- "buyer:<slug>:day:pings"
    window_start timestamptz NOT NULL,
    sent         bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, counter, window_start)
) WITH (fillfactor = 50);

-- A lead that waits: for its buyer's callback, or for room in a cap. Written with the entry that makes it pending; any
-- node takes it up when it is due. While it is taken up due_at is null and the lead belongs to the node that did; should
-- that die, recovery makes it due again.
CREATE TABLE bourse.lead_wait (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    lead_id      uuid        NOT NULL,
    what         text        NOT NULL CHECK (what IN ('callback', 'cap')),
    channel      text        NOT NULL,
    buyer        text        NOT NULL,
    post_id      uuid,
    due_at       timestamptz,
    until        timestamptz NOT NULL,
    then_next    boolean     NOT NULL,
    claim        uuid,        -- of who took it up, so that a lost reply to the commit is no lost lead
    PRIMARY KEY (workspace_id, lead_id)
);
CREATE INDEX lead_wait_due ON bourse.lead_wait (workspace_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX lead_wait_claim ON bourse.lead_wait (workspace_id, claim) WHERE claim IS NOT NULL;

-- How the fate of a post is asked about should its node die before the answer is written: the follow-up, sealed as the
-- outbox has it. Swept when the post's result is known.
CREATE TABLE bourse.post_question (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    post_id      uuid        NOT NULL,
    lead_id      uuid        NOT NULL,
    id           uuid        NOT NULL,
    payload      bytea       NOT NULL,
    PRIMARY KEY (workspace_id, post_id)
);

-- As before, and: a lead belongs to one node; a channel that is held takes nothing; a refusing cap is named.
CREATE OR REPLACE FUNCTION bourse.reserve_posts(
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
    v_held    text[];
BEGIN
    SELECT coalesce(array_agg(l.id), '{}') INTO v_open
    FROM unnest(p_lead) AS u(id)
    JOIN bourse.lead l ON l.workspace_id = p_workspace AND l.id = u.id
    WHERE l.id >= p_low AND l.id <= p_high AND l.state IN ('received', 'validating', 'routing', 'posting')
      AND l.node_id = p_node;
    SELECT coalesce(array_agg(h.channel), '{}') INTO v_held FROM bourse.channel_hold h
    WHERE h.workspace_id = p_workspace AND h.hold = 'open';
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
        IF p_channel[i] = ANY (v_held) THEN
            n := i;
            refused := 'channel_held';
            RETURN NEXT;
            CONTINUE;
        END IF;
        v_refused := NULL;
        v_taken := p_cap_first[i] - 1;
        FOR c IN p_cap_first[i] .. p_cap_last[i] LOOP
            UPDATE bourse.cap_counter SET used = used + p_cap_amount[c]
            WHERE workspace_id = p_workspace AND counter = p_counter[c] AND window_start = p_window[c]
              AND used + p_cap_amount[c] <= p_cap_limit[c];
            IF NOT FOUND THEN
                v_refused := 'cap_reached ' || p_counter[c];
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

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['channel_hold', 'ping_count', 'lead_wait', 'post_question'] LOOP
        EXECUTE format('ALTER TABLE bourse.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY own_workspace ON bourse.%I USING (workspace_id = (SELECT bourse.current_workspace()))
                        WITH CHECK (workspace_id = (SELECT bourse.current_workspace()))', t);
    END LOOP;
END $$;

REVOKE ALL ON bourse.channel_hold, bourse.ping_count, bourse.lead_wait, bourse.post_question FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON bourse.channel_hold, bourse.ping_count, bourse.lead_wait, bourse.post_question
    TO bourse_app;
