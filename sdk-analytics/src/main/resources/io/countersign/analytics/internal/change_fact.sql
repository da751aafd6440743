-- What one entry about a change says, in columns. A row follows from its entry alone, so that it can be kept. Over entry.
SELECT substr(stream, instr(stream, '/') + 1) AS change_id, type, actor, occurred_at, recorded_at, sequence,
       coalesce(said.scope, said.proposal.scope, said.plan.scope) AS scope,
       coalesce(said.title, said.proposal.title) AS title,
       coalesce(said.ticket, said.proposal.ticket) AS ticket,
       coalesce(said.revision, said.proposal.revision) AS revision,
       coalesce(said.template.id, said.proposal.template.id) AS template,
       coalesce(said.reverts, said.proposal.reverts) AS reverts,
       coalesce(said.planDigest, said.decision.planDigest, said.intent.planDigest) AS plan_digest,
       said.policyDigest AS policy_digest,
       said.plan.risk.tier AS risk_tier,
       said.requirement AS requirement,
       said.verdict AS verdict,
       said.onBehalfOf AS on_behalf_of,
       said.action AS action,
       coalesce(said.code, said.cause, CASE WHEN type = 'change.closed' THEN said.outcome END) AS code,
       coalesce(said.comment, said.message, said.reason, said.justification, said.review, said.summary,
                CASE WHEN type <> 'change.closed' THEN said.outcome END) AS remark,
       said.incident AS incident,
       CAST(said.reviewDue AS TIMESTAMPTZ) AS review_due,
       said.bypassed AS bypassed,
       said.carried AS carried,
       said.superseded AS superseded
FROM (
    SELECT stream, type, actor, occurred_at, recorded_at, sequence, from_json(payload, '{
        "scope": "VARCHAR", "title": "VARCHAR", "ticket": "VARCHAR", "revision": "INTEGER",
        "template": {"id": "VARCHAR"}, "reverts": "VARCHAR",
        "proposal": {"scope": "VARCHAR", "title": "VARCHAR", "ticket": "VARCHAR", "revision": "INTEGER",
                     "template": {"id": "VARCHAR"}, "reverts": "VARCHAR"},
        "plan": {"scope": "VARCHAR", "risk": {"tier": "VARCHAR"}},
        "planDigest": "VARCHAR", "decision": {"planDigest": "VARCHAR"}, "intent": {"planDigest": "VARCHAR"},
        "policyDigest": "VARCHAR", "requirement": "VARCHAR", "verdict": "VARCHAR",
        "action": "VARCHAR", "code": "VARCHAR", "cause": "VARCHAR",
        "comment": "VARCHAR", "message": "VARCHAR", "reason": "VARCHAR", "justification": "VARCHAR", "review": "VARCHAR",
        "summary": "VARCHAR", "onBehalfOf": "VARCHAR",
        "outcome": "VARCHAR", "incident": "VARCHAR", "reviewDue": "VARCHAR", "bypassed": ["VARCHAR"],
        "carried": [{"reviewer": "VARCHAR", "requirement": "VARCHAR", "planDigest": "VARCHAR"}],
        "superseded": [{"reviewer": "VARCHAR", "requirement": "VARCHAR", "planDigest": "VARCHAR", "reason": "VARCHAR"}]
    }') AS said
    FROM entry
    WHERE (starts_with(stream, 'change/') OR starts_with(stream, 'refused/')) AND starts_with(type, 'change.')
)
