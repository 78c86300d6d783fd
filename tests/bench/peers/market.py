#!/usr/bin/env python3
"""The market that is measured beside other engines: ten buyers that bid in JSON, one auction.

BUYER_PORTS names the buyers' ports on loopback. The repeat window and the rate limit are 0 (off): the load sends the
same lead over and over, with one key.
"""
import json
import os

FIELDS = ["first_name", "last_name", "email", "phone", "zip", "state", "homeowner", "electric_bill", "credit", "ip",
          "ua", "sub1", "sub2"]
TYPES = {"email": "email", "phone": "phone", "zip": "postal_code", "state": "state", "homeowner": "boolean",
         "electric_bill": "integer", "ip": "ip_address"}
PII = {"first_name", "last_name", "email", "phone", "ip"}


def row(field):
    return {"target": field, "source": {"field": field}}


def integration(number, port):
    return {
        "bourse_integration": 1, "slug": f"buyer-{number}", "label": f"Buyer {number}", "currency": "USD",
        "endpoints": {env: {"base_url": f"http://127.0.0.1:{port}"} for env in ("live", "test")},
        # the other engines send the whole lead in the ping, so this market does
        "pii_reasons": {field: "The comparison's buyers are pinged with the whole lead." for field in sorted(PII)},
        "steps": {
            "ping": {"method": "POST", "path": "/ping", "body": {"format": "json", "rows": [row(f) for f in FIELDS]},
                     "response": {
                         "extract": {"price": {"source": {"json": "$.bid"}}, "currency": {"source": {"json": "$.currency"}},
                                     "carried": {"token": {"source": {"json": "$.token"}}}},
                         "rules": [{"id": "bid", "when": {"source": {"json": "$.bid"}, "op": "exists"},
                                    "outcome": "accepted"}]}},
            "post": {"method": "POST", "path": "/post",
                     "body": {"format": "json",
                              "rows": [row(f) for f in FIELDS] + [{"target": "token", "source": {"carried": "token"}}]},
                     "response": {
                         "extract": {"redirect": {"source": {"json": "$.redirect"}}},
                         "rules": [{"id": "accepted", "when": {"source": {"json": "$.status"}, "op": "equals",
                                                               "value": "accepted"}, "outcome": "accepted"}]}},
        },
    }


ports = [int(port) for port in os.environ.get("BUYER_PORTS", "7001,7002,7003,7004,7005,7006,7007,7008,7009,7010").split(",")]
numbers = range(1, len(ports) + 1)
print(json.dumps({
    "bourse_market": 1,
    "workspace": {"slug": "bench", "currency": "USD", "zone": "UTC"},
    "egress": {"allow": ["127.0.0.0/8"]},
    "verticals": [{"slug": "bench", "version": 1, "fields": [
        {"key": field, "type": TYPES.get(field, "text"), **({"pii": True} if field in PII else {})} for field in FIELDS]}],
    "sources": [{"slug": "bench", "vertical": "bench", "tree": "bench", "repeat_window_s": 0, "budget_ms": 5000,
                 "keys": []}],
    "buyers": [{"slug": f"buyer-{number}"} for number in numbers],
    "integrations": [integration(number, port) for number, port in zip(numbers, ports)],
    "trees": [{"slug": "bench", "root": {"type": "group", "slug": "all", "logic": "auction", "children": [
        {"type": "channel", "slug": f"buyer-{number}", "buyer": f"buyer-{number}", "integration": f"buyer-{number}",
         "price": {"kind": "from_ping"}, "time_limit_ms": 200, "post_time_limit_ms": 2000} for number in numbers]}}],
}))
