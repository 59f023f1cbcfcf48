"""Who gets what: what is due and how an answer counts (pure), and the ways out: mail, webhook, chat, folder."""
