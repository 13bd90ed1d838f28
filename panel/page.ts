/**
 * The page of `GET /panel`: what is synchronised, what ran, what needs a person. Reads the API, and starts runs.
 * It offers a sign-in where the platform has one.
 */
export const panelPage = (signIn: boolean): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>OroCRM and Microsoft 365</title>
<link rel="stylesheet" href="panel/style.css">
</head>
<body>
<header><h1>OroCRM and Microsoft 365</h1><p id="state" role="status">Loading…</p></header>
<main>
<form id="key" hidden><label>API key <input type="password" name="key" autocomplete="off"></label> <button>Use</button>${signIn ? ' or <a href="/.auth/login/aad?post_login_redirect_uri=/api/panel">sign in</a>' : ''}</form>
<section><h2>Alerts</h2><ul id="alerts"></ul></section>
<section><h2>Mailboxes</h2><table><thead><tr><th>Mailbox</th><th>Entity</th><th>Phase</th><th>Linked</th><th>Failed</th><th>Read</th><th></th></tr></thead><tbody id="status"></tbody></table></section>
<section><h2>Runs</h2><table><thead><tr><th>Started</th><th>Mailbox</th><th>Kind</th><th>Status</th><th>Counts</th></tr></thead><tbody id="runs"></tbody></table></section>
</main>
<script src="panel/script.js"></script>
</body>
</html>
`;
