extension HTMLReport {
    /// The whole style sheet: no fonts, scripts or pictures from elsewhere.
    static let style = """
        :root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1c2126;--soft:#5d6670;--rule:#e3e1da;--grid:#ecebe5;--day:#cfccc2;
        --accent:#0b6e4f;--good:#0b6e4f;--goodbg:#e2f3ec;--bad:#b3261e;--badbg:#fbe6e4;--warn:#8a5a00;--warnbg:#fdf1d8;--band:#0b6e4f14;
        --c0:#2a6fdb;--c1:#d9730d;--c2:#0f8f83;--c3:#a2409c;--c4:#b08800;--c5:#5b5bd6;--c6:#c2255c;--c7:#2f9e44;--c8:#7a5c3e}
        @media (prefers-color-scheme:dark){:root{--paper:#14171a;--card:#1c2024;--ink:#e8eaec;--soft:#9aa4ae;--rule:#2e343a;--grid:#262b30;--day:#454d55;
        --accent:#5fd3a6;--good:#5fd3a6;--goodbg:#173229;--bad:#ff8f85;--badbg:#3d1d1b;--warn:#f1c56b;--warnbg:#3a2e14;--band:#5fd3a61c;
        --c0:#7fb2ff;--c1:#ff9f52;--c2:#4fd0c3;--c3:#e08fda;--c4:#e6c34a;--c5:#a3a3ff;--c6:#ff84ab;--c7:#74d588;--c8:#c9a583}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%}
        main{max-width:1000px;margin:0 auto;padding:32px 20px 56px}
        h1{font-size:1.75rem;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
        h2{font-size:1.12rem;margin:0 0 2px}
        p{margin:0 0 8px}
        .lead{color:var(--soft);max-width:46em}
        .eyebrow{color:var(--accent);font-weight:600;font-size:.8rem;letter-spacing:.06em;text-transform:uppercase;margin-bottom:6px}
        .verdict{display:flex;gap:12px;align-items:flex-start;border-radius:12px;padding:14px 16px;margin:20px 0;background:var(--goodbg);color:var(--ink)}
        .verdict b{color:var(--good)} .verdict.bad{background:var(--badbg)} .verdict.bad b{color:var(--bad)}
        .verdict .sign{font-size:1.3rem;line-height:1.2;color:var(--good)} .verdict.bad .sign{color:var(--bad)}
        .warn{background:var(--warnbg);border-radius:12px;padding:10px 16px;margin:0 0 16px;font-size:.92rem} .warn b{color:var(--warn)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:0 0 20px}
        .tile{background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:12px 14px}
        .tile .k{color:var(--soft);font-size:.8rem} .tile .v{font-size:1.32rem;font-weight:650;font-variant-numeric:tabular-nums;line-height:1.3}
        .tile .s{color:var(--soft);font-size:.78rem}
        section{background:var(--card);border:1px solid var(--rule);border-radius:14px;padding:18px 18px 14px;margin:0 0 18px}
        .note{color:var(--soft);font-size:.88rem;margin-bottom:10px;max-width:60em}
        .legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:.84rem;color:var(--soft);margin:0 0 6px;padding:0;list-style:none}
        .legend i{display:inline-block;width:18px;height:0;border-top:3px solid;vertical-align:middle;margin-right:6px;border-radius:2px}
        .legend i.dashed{border-top-style:dashed;border-top-width:2px}.legend i.ink{border-color:var(--ink)}
        .legend .x{color:var(--bad);font-weight:700;margin-right:5px}
        svg{display:block;width:100%;height:auto;overflow:visible}
        .narrow{display:none}
        .line{fill:none;stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}
        .line.thick{stroke-width:2.6}.line.dashed{stroke-dasharray:4 3;stroke-width:1.3}.line.ink{stroke:var(--ink)}
        .dot{stroke:var(--card);stroke-width:1.2}.dot.ink{fill:var(--ink)}
        .cross{fill:none;stroke:var(--bad);stroke-width:2.2;stroke-linecap:round}
        .grid{stroke:var(--grid)}.day{stroke:var(--day)}.zero{stroke:var(--soft)}.band{fill:var(--band)}
        .tick{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}.tick.strong{fill:var(--ink);font-weight:600}
        \((0..<9).map { ".line.c\($0){stroke:var(--c\($0))}.dot.c\($0){fill:var(--c\($0))}.legend i.c\($0){border-color:var(--c\($0))}" }.joined())
        .scroll{overflow-x:auto;-webkit-overflow-scrolling:touch;margin:0 -18px;padding:0 18px}
        table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums}
        th{text-align:left;color:var(--soft);font-weight:600;font-size:.78rem;border-bottom:1px solid var(--rule);padding:4px 12px 6px 0;white-space:nowrap}
        td{border-bottom:1px solid var(--grid);padding:6px 12px 6px 0;white-space:nowrap;vertical-align:top}
        td.wrap{white-space:normal;min-width:11em}
        .num{text-align:right}.ok{color:var(--good)}.no{color:var(--bad);font-weight:600}.soft{color:var(--soft)}
        .matrix td{padding:2px 1.5px;border:0}.matrix th{padding:2px 10px 2px 0;border:0;color:var(--ink);font-weight:400}
        .matrix .cell{display:block;min-width:6px;height:18px;border-radius:4px;background:var(--goodbg)}
        .matrix .cell.d{background:var(--badbg);color:var(--bad);text-align:center;font-size:10px;line-height:18px;font-weight:700}
        .matrix .cell.p{background:linear-gradient(to top,var(--badbg) 50%,var(--goodbg) 50%)}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:6px 0 4px;font-size:.9rem}
        dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        a{color:var(--accent)}footer{color:var(--soft);font-size:.84rem;margin-top:8px}
        @media (max-width:640px){main{padding:22px 12px 40px}h1{font-size:1.4rem}section{padding:14px 12px 10px;border-radius:12px}.scroll{margin:0 -12px;padding:0 12px}
        .wide{display:none}.narrow{display:block}.tiles{grid-template-columns:repeat(2,1fr);gap:8px}.tile{padding:10px 12px}.tile .v{font-size:1.12rem}
        dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
        @media print{section{break-inside:avoid}}
        """
}
