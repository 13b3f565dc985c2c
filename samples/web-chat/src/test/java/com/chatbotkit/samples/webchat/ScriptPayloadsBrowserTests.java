/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.samples.webchat;

import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripts that a bot may write, in the shapes that are known to get through filters: none
 * runs, and none becomes an element or attribute that could run one. The page's content
 * security policy is off, which would hide what the Markdown lets through.
 */
@Tag("browser")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
class ScriptPayloadsBrowserTests {

	/** What a script does that got through: nothing but a mark. */
	private static final String SCRIPT = "window.__ran=1";

	/** HTML. An {@code @} stands for the script, here and below. */
	private static final List<String> HTML = List.of("<script>@</script>", "<SCRIPT>@</SCRIPT>", "<script >@</script >",
			"<script\n>@</script>", "<script/x>@</script>", "<script src=data:text/javascript,@></script>",
			"<script type=module>@</script>", "<scr<script>ipt>@</scr</script>ipt>", "<<script>@</script>",
			"<script>@//", "<svg><script>@</script></svg>", "<svg><script href=data:text/javascript,@ />",
			"<math><script>@</script></math>", "</textarea><script>@</script>", "</title><script>@</script>",
			"--><script>@</script>", "]]><script>@</script>",
			"<noscript><p title=\"</noscript><img src=x onerror=@>\">", "<template><script>@</script></template>",
			"<xmp><script>@</script></xmp>", "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>",
			"<iframe src=javascript:parent.__ran=1></iframe>", "<object data=javascript:@></object>",
			"<embed src=javascript:@>", "<object data='data:text/html,<script>parent.__ran=1</script>'>",
			"<frameset onload=@>", "<base href=javascript:@//>", "<link rel=import href=data:text/html,x>",
			"<link rel=stylesheet href=javascript:@>", "<meta http-equiv=refresh content='0;url=javascript:@'>",
			"<style>@import 'javascript:@';</style>", "<style onload=@></style>",
			"<form action=javascript:@><button>x</button></form>",
			"<form id=x></form><button form=x formaction=javascript:@>x</button>", "<isindex action=javascript:@>",
			"<input type=image src=x onerror=@>", "<table background=javascript:@>",
			"<div style='background:url(javascript:@)'>x</div>", "<div style='width:expression(@)'>x</div>",
			"<xss style='behavior:url(x)'>", "<marquee onstart=@>x</marquee>", "<dialog open onclose=@>x</dialog>",
			"<a href=javascript:@>x</a>", "<a href='java\tscript:@'>x</a>", "<a href='&#106;avascript:@'>x</a>",
			"<a xlink:href=javascript:@>x</a>", "<svg><a xlink:href=javascript:@><text>x</text></a></svg>",
			"<svg><use href='data:image/svg+xml,x'/></svg>",
			"<svg><foreignObject><img src=x onerror=@></foreignObject></svg>",
			"<svg><animate onbegin=@ attributeName=x dur=1s>", "<svg><set onbegin=@ attributeName=x>",
			"<svg><animate href=#x attributeName=href values=javascript:@ /></svg>",
			"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=@&gt;'>",
			"<math><annotation-xml encoding='text/html'><img src=x onerror=@></annotation-xml></math>",
			"<form><math><mtext></form><form><mglyph><style></math><img src onerror=@>",
			"<math href=javascript:@>x</math>",
			"<math><maction actiontype=statusline xlink:href=javascript:@>x</maction></math>",
			"<?xml-stylesheet href='javascript:@'?>", "<!--><img src=x onerror=@>-->",
			"<!--[if IE]><img src=x onerror=@><![endif]-->", "<![CDATA[<img src=x onerror=@>]]>",
			"<img src=x:x onerror=@", "<img src=`x` onerror=@>", "<img/src=x/onerror=@>", "<img src=x onerror\n=\n@>",
			"<IMG SRC=x ONERROR=@>", "<img src=x oNeRrOr=@>", "<img src=javascript:@>",
			"<img src=x onerror='&#119;indow.__ran=1'>", "<img src=x onerror=eval('@')>",
			"<img src='x' onerror='Function(\"@\")()'>", "<img srcset=',,,,,x' onerror=@>",
			"<picture><source srcset=x><img onerror=@></picture>", "<image src=x onerror=@>",
			"<image href=x onerror=@>", "<video><source onerror=@></video>", "<audio src=x onerror=@>",
			"<video poster=javascript:@>", "<track onerror=@>", "<body onload=@>", "<body onpageshow=@>",
			"<html onmouseover=@>", "<details open ontoggle=@>x</details>", "<select autofocus onfocus=@>",
			"<textarea autofocus onfocus=@>", "<keygen autofocus onfocus=@>", "<input autofocus onfocus=@>",
			"<input onblur=@ autofocus><input autofocus>", "<b onmouseover=@>x</b>",
			"<p onclick=@ tabindex=1 autofocus onfocus=@>x</p>", "<br onload=@>", "<a href=# onclick=@>x</a>",
			"<div contenteditable autofocus onfocus=@>x</div>",
			"<div style='animation:turn 1s' onanimationstart=@>x</div>",
			"<div popover id=p onbeforetoggle=@>x</div><button popovertarget=p>x</button>",
			"<custom-element onfocus=@ tabindex=1 autofocus>", "<portal src=javascript:@>",
			"<script>\\u0077indow.__ran=1</script>", "<img src=x onerror=window['__ran']=1>");

	/** Addresses of links and pictures. */
	private static final List<String> ADDRESSES = List.of("javascript:@", "JavaScript:@", "JAVASCRIPT:@",
			"javascript&colon;@", "javascript&#58;@", "&#106;avascript:@", "&#x6A;avascript:@", "&#0000106avascript:@",
			"java&Tab;script:@", "java&NewLine;script:@", "java\tscript:@", "java%0ascript:@", "java%09script:@",
			"%6Aavascript:@", "javascript%3AR", "javascript:%52", "\u0001javascript:@", "&#1;javascript:@",
			"\u00a0javascript:@", "javascript:/*x*/@", "javascript://x%0aR", "javascript:void(@)", "vbscript:@",
			"VBScript:@", "livescript:@", "mocha:@", "data:text/html,<script>@</script>",
			"data:text/html;base64,PHNjcmlwdD5wYXJlbnQuX19yYW49MTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=@>",
			"DATA:text/html,@", "file:///etc/passwd", "blob:null/@", "filesystem:@", "view-source:javascript:@",
			"feed:javascript:@", "jar:javascript:@!/", "\\javascript:@", "javascript\\:@", "javas\\cript:@",
			"//x\" onclick=@ \"", "https://x.invalid/\" onmouseover=\"@", "https://x.invalid/' onmouseover='@",
			"https://x.invalid/\"><img src=x onerror=@>");

	/** Markdown. */
	private static final List<String> MARKDOWN = List.of("![x](x \"\\\" onerror=@\")", "![\" onerror=@ x=\"](x)",
			"![x\" onerror=\"@](https://x.invalid/)", "[x](https://x.invalid/ \"\\\" onmouseover=@\")",
			"[x](https://x.invalid/ '\" autofocus onfocus=@ ')", "[<img src=x onerror=@>](https://x.invalid/)",
			"[![x](javascript:@)](javascript:@)", "<javascript:@>", "<JavaScript:@>", "<data:text/html,@>",
			"<https://x.invalid/\"onclick=@>", "<x@x.invalid\"onclick=@>", "[x]: javascript:@\n[x]",
			"[x]\n\n[x]: <javascript:@> \"@\"", "[x]\n\n[x]: data:text/html,<script>@</script>",
			"[a](#\" onclick=@ x=\")", "```html\n<script>@</script>\n```", "``` \" onload=@\nx\n```",
			"```<img src=x onerror=@>\nx\n```", "`<img src=x onerror=@>`", "    <script>@</script>",
			"|<img src=x onerror=@>|b|\n|-|-|\n|<script>@</script>|c|", "|a|\n|:-:\" onclick=@|\n|b|",
			"# <img src=x onerror=@>", "> <script>@</script>", "- <img src=x onerror=@>", "1. <svg onload=@>",
			"**<img src=x onerror=@>**", "~~<img src=x onerror=@>~~", "a<br onload=@>b", "a<br/onload=@ />b",
			"a<br >b<br\tonload=@>", "&lt;script&gt;@&lt;/script&gt;", "&#60;script&#62;@&#60;/script&#62;",
			"\\<script>@\\</script>", "<scr\\ipt>@</scr\\ipt>", "http://x.invalid/<script>@</script>",
			"www.x.invalid/\"onmouseover=@", "x@x.invalid\"onmouseover=@", "javascript:@",
			"https://x.invalid/javascript:@", "<div id=__ran name=__ran></div>",
			"<a id=DOMPurify><a id=DOMPurify name=sanitize href=x>", "[constructor](__proto__)",
			"[x](https://x.invalid/){onclick=@}", "::: x onclick=@\n@\n:::", "$\\href{javascript:@}{x}$", "${@}",
			"{{constructor.constructor('@')()}}", "<%= @ %>");

	/**
	 * Draws texts on the page one by one, clicks and points at what became of them, tells
	 * what could run a script.
	 */
	private static final String TRY = """
			async (sources) => {
			  const { Markdown } = await import("/markdown.js?" + sources.length);
			  const problems = [];
			  const safe = ["a", "blockquote", "br", "code", "del", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
			    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"];
			  const attributes = ["align", "aria-label", "class", "href", "rel", "role", "start", "tabindex", "target", "title"];
			  addEventListener("click", (event) => event.preventDefault());
			  addEventListener("error", (event) => problems.push(`error: ${event.message}`));
			  for (const source of sources) {
			    const markdown = new Markdown();
			    document.getElementById("messages").append(markdown.element);
			    markdown.add(source);
			    markdown.finish();
			    for (const node of markdown.element.querySelectorAll("*")) {
			      if (!safe.includes(node.localName)) problems.push(`${source}: element ${node.localName}`);
			      for (const { name, value } of node.attributes) {
			        if (!attributes.includes(name)) problems.push(`${source}: attribute ${name}=${value}`);
			      }
			      if (node.hasAttribute("href") && !["http:", "https:", "mailto:"].includes(node.protocol)) {
			        problems.push(`${source}: address ${node.href}`);
			      }
			      node.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
			      node.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
			      node.focus?.();
			    }
			    await new Promise((resolve) => setTimeout(resolve));
			    if (window.__ran !== undefined) problems.push(`${source}: ran`);
			    delete window.__ran;
			    markdown.element.remove();
			  }
			  return problems;
			}""";

	private static Chromium chromium;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void launch() {
		chromium = new Chromium();
	}

	@AfterAll
	static void quit() {
		if (chromium != null) {
			chromium.close();
		}
	}

	@Test
	void noScriptOfABotRuns() {
		List<String> sources = payloads();
		assertThat(sources).hasSizeGreaterThan(190).doesNotHaveDuplicates();
		assertThat(tried(sources)).isEmpty();
	}

	/** Else a mistake in the check itself would let all of them through. */
	@Test
	void aScriptThatRanWouldBeSeen() {
		try (Page page = page()) {
			page.evaluate(
					"() => { DOMPurify.sanitize = (html) => document.createRange().createContextualFragment(html); }");
			page.evaluate(
					"() => { const original = window.markdownit; window.markdownit = () => original({ html: true }); }");
			List<?> problems = (List<?>) page.evaluate(TRY,
					List.of("<img src=x onclick='window.__ran=1'>", "<b onclick=x>x</b>"));
			assertThat(problems.toString()).contains("element img", "attribute onclick", ": ran");
		}
	}

	private List<?> tried(List<String> sources) {
		try (Page page = page()) {
			return (List<?>) page.evaluate(TRY, sources);
		}
	}

	private Page page() {
		Page page = chromium.browser().newPage(new Browser.NewPageOptions().setBypassCSP(true));
		page.setDefaultTimeout(120_000);
		Chromium.open(page, "http://localhost:" + this.port + "/");
		return page;
	}

	private static List<String> payloads() {
		Stream<String> links = ADDRESSES.stream()
			.flatMap((address) -> Stream.of("[link](" + address + ")", "![picture](<" + address + ">)"));
		return Stream.of(HTML.stream(), links, MARKDOWN.stream())
			.flatMap((payloads) -> payloads)
			.map((payload) -> payload.replace("@", SCRIPT))
			.toList();
	}

}
