export const panelStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
ul { padding: 0; list-style: none; }
li { border-left: .3rem solid #888; padding: .4rem .8rem; margin: .4rem 0; }
li.error { border-color: #c62828; } li.warning { border-color: #ef6c00; }
button { font: inherit; padding: .15rem .7rem; }
`;
