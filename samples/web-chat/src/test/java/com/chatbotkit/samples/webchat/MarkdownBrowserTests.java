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
import java.util.Map;

import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page's Markdown, whatever a bot writes: it is drawn in time that grows with the
 * text, to a depth that is bounded, and nothing of it is lost.
 */
@Tag("browser")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
class MarkdownBrowserTests {

	/** Draws a text, tells its looks. */
	private static final String DRAW = """
			async (source) => {
			  const { Markdown } = await import("/markdown.js");
			  const markdown = new Markdown();
			  markdown.add(source);
			  markdown.finish();
			  const depth = (node) => {
			    let deepest = 0, level = 0;
			    const walk = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT);
			    for (let at = walk.currentNode; at; at = walk.nextNode()) {
			      level = 0;
			      for (let up = at; up !== node; up = up.parentNode) level++;
			      deepest = Math.max(deepest, level);
			      if (deepest > 1000) break;
			    }
			    return deepest;
			  };
			  return { html: markdown.element.innerHTML, text: markdown.element.textContent,
			    plain: markdown.element.querySelector(".plain") !== null, depth: depth(markdown.element) };
			}""";

	/** Draws a text as it comes, in pieces of some characters. */
	private static final String GROW = """
			async ({ source, piece }) => {
			  const { Markdown } = await import("/markdown.js");
			  const markdown = new Markdown();
			  const draws = [];
			  window.requestAnimationFrame = (draw) => { draws.push(draw); return draws.length; };
			  window.cancelAnimationFrame = () => {};
			  window.setTimeout = window.requestAnimationFrame;
			  for (let i = 0; i < source.length; i += piece) {
			    markdown.add(source.slice(i, i + piece));
			    draws.splice(0).forEach((draw) => draw());
			  }
			  const grown = markdown.element.innerHTML;
			  markdown.finish();
			  return { grown, finished: markdown.element.innerHTML };
			}""";

	private static Chromium chromium;

	/** One for all tests: a page costs more than most texts. */
	private static Page page;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void launch() {
		chromium = new Chromium();
		page = chromium.browser().newPage();
		page.setDefaultTimeout(120_000);
	}

	@AfterAll
	static void quit() {
		if (chromium != null) {
			chromium.close();
		}
	}

	/** Another document, which knows nothing of the one before. */
	@BeforeEach
	void open() {
		Chromium.open(page, "http://localhost:" + this.port + "/");
	}

	/**
	 * Each took the time of its length squared or cubed, or overflowed the stack, or did
	 * so in another parser: with these lengths a browser would be at it for minutes.
	 */
	@ParameterizedTest
	@ValueSource(strings = { ">", "> ", "- ", "* ", "1. ", "> - ", "_a", "_a ", "*a", "*a ", "**a ", "__a ", "~~a ",
			"*a_ ", "a**b ", "a***b* ", "*a **a ", "*", "_", "~", "`", "` ", "``a` ", "[", "[a", "[a](", "[a](<b",
			"[](", "![", "![a](", "![[]()", "[a][", "a]", "[\\", "|", "|a", "a | ", "a|b\n-|-\n", "#", "# a\n", "# a #",
			"<", "<a ", "<a x='", "<!--", "<?", "<![CDATA[", "<div>\n", "</a ", "&", "&amp;", "&#1", "<http:", "<a@b",
			"a@", "a@b.c ", "a@b.c", "a.", "www.", "www.a.b ", "http://", "http://a.b ", "http://a.b/(", "\\", "a  \n",
			"- a\n", "* a\n- b\n", "-\n+\n", "```\n", "~~~\n", "> ```\n", "    a\n", "a\n=\n", "---\n", "\t",
			"[a]: b\n", "*_~`[<&!" })
	void whatIsRepeatedIsDrawn(String repeated) {
		// A block costs as much as many characters: each is made harmless by itself.
		int times = (repeated.contains("\n") ? 10_000 : 40_000) / Math.max(1, repeated.length() / 3);
		String source = repeated.repeat(times) + "x\n\nend";
		Map<?, ?> drawn = (Map<?, ?>) page.evaluate(DRAW, source);
		assertThat(drawn.get("plain")).isEqualTo(false);
		assertThat((int) drawn.get("depth")).isLessThan(150);
		assertThat(drawn.get("text").toString()).contains("end");
	}

	@Test
	void whatLiesTooDeepIsShownAsItWasWritten() {
		assertThat(text("> ".repeat(20_000) + "deep")).endsWith("> > deep");
		assertThat(text("- ".repeat(20_000) + "deep")).endsWith("- - deep");
		assertThat(text("*a ".repeat(20_000) + "deep" + "*".repeat(20_000))).contains("deep");
		String list = "";
		for (int i = 0; i < 60; i++) {
			list += "  ".repeat(i) + "- level " + i + "\n";
		}
		assertThat(text(list)).contains("level 0", "level 19", "level 20", "level 59");
	}

	@Test
	void anAddressThatIsDefinedOnceAndUsedOftenDoesNotMakeAPageOfAnySize() {
		String source = "[a]: https://example.com/" + "b".repeat(20_000) + "\n\n" + "[a] ".repeat(5_000);
		Map<?, ?> drawn = (Map<?, ?>) page.evaluate(DRAW, source);
		assertThat(drawn.get("html").toString().length()).isLessThan(10 * source.length());
	}

	@Test
	void itLooksAsMarkdownLooks() {
		assertThat(html("# One\n\n#### Four\n\nA *b* **c** ~~d~~ `e`")).contains("<h3>One</h3>", "<h6>Four</h6>",
				"<em>b</em>", "<strong>c</strong>", "<del>d</del>", "<code>e</code>");
		assertThat(html("3. a\n4. b")).contains("<ol start=\"3\">");
		assertThat(html("|a|b|\n|:-:|--:|\n|c<br>d|`e`|")).contains("<th align=\"center\">a</th>",
				"<td align=\"center\">c<br>\nd</td>", "<td align=\"right\"><code>e</code></td>");
		assertThat(html("See https://a.example/b_c_d?e=1&f=(g), or www.a.example.")).contains(
				"href=\"https://a.example/b_c_d?e=1&amp;f=(g)\"", "href=\"https://www.a.example\"",
				">www.a.example</a>.");
		assertThat(html("(Mail to ada@a.example!)")).contains("(Mail to <a", "href=\"mailto:ada@a.example\"",
				">ada@a.example</a>!)");
		assertThat(html("[![seen](https://a.example/b.png)](https://c.example)"))
			.contains("href=\"https://c.example\"", ">seen</a>")
			.doesNotContain("<img");
		assertThat(html("`https://a.example` [https://b.example](https://c.example)"))
			.doesNotContain("href=\"https://a")
			.doesNotContain("href=\"https://b");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 7, 40 })
	void aTextThatGrowsLooksAsOneThatIsThere(int piece) {
		String source = "Intro\nmore\n---\n\n# Title\n\n- a\n- b\n\n  more of b\n\n      code of b\n\n1. one\n2. two\n\n"
				+ "> quote\nlazy\n\n|a|b|\n|-|-|\n|c|d|\nnot a row\n\n```java\nint a;\n\nint b;\n```\n\n    indented\n\n"
				+ "    more\n\ntext\n===\n\n* * *\r\n\r\nwindows\r\nlines\r\n\r\n*a* **b\nc** [d](https://e.example)\n- f\n\nend";
		Map<?, ?> grown = (Map<?, ?>) page.evaluate(GROW, Map.of("source", source, "piece", piece));
		assertThat(grown.get("grown")).isEqualTo(grown.get("finished")).isEqualTo(html(source));
	}

	@Test
	void aDefinitionAtTheEndIsForTheWholeText() {
		String source = "See [a].\n\nMore.\n\n[a]: https://a.example\n";
		Map<?, ?> grown = (Map<?, ?>) page.evaluate(GROW, Map.of("source", source, "piece", 1));
		assertThat(grown.get("finished")).isEqualTo(html(source)).asString().contains("href=\"https://a.example\"");
	}

	/** The work for a piece does not grow with what came before it. */
	@Test
	void aLongAnswerIsNotReadAgainFromItsBeginning() {
		Object read = page.evaluate("""
				async () => {
				  const original = window.markdownit;
				  let read = 0;
				  window.markdownit = (...settings) => {
				    const markdown = original(...settings);
				    const parse = markdown.parse.bind(markdown);
				    markdown.parse = (source, env) => { read += source.length; return parse(source, env); };
				    return markdown;
				  };
				  const { Markdown } = await import("/markdown.js?counted");
				  const draws = [];
				  window.requestAnimationFrame = (draw) => draws.push(draw);
				  window.setTimeout = window.requestAnimationFrame;
				  const markdown = new Markdown();
				  for (let i = 0; i < 2000; i++) {
				    markdown.add(`Paragraph ${i}.\\n\\n`);
				    draws.splice(0).forEach((draw) => draw());
				  }
				  return read / markdown.source.length;
				}""");
		assertThat(((Number) read).doubleValue()).isLessThan(10);
	}

	@Test
	void wordsThatCannotBeDrawnAreShownAsTheyAre() {
		Object shown = page.evaluate("""
				async () => {
				  const { Markdown } = await import("/markdown.js");
				  const { sanitize } = DOMPurify;
				  DOMPurify.sanitize = () => { throw new Error("broken"); };
				  const markdown = new Markdown();
				  markdown.add("**a**");
				  markdown.finish();
				  const plain = markdown.element.innerHTML;
				  DOMPurify.sanitize = sanitize;
				  markdown.add(" b");
				  markdown.finish();
				  return [plain, markdown.element.textContent, markdown.element.childElementCount];
				}""");
		assertThat((List<?>) shown).first().isEqualTo("<p class=\"plain\">**a**</p>");
		assertThat(((List<?>) shown).get(1).toString().strip()).isEqualTo("a b");
		assertThat(((List<?>) shown).get(2)).isEqualTo(1);
	}

	private String html(String source) {
		return ((Map<?, ?>) page.evaluate(DRAW, source)).get("html").toString();
	}

	private String text(String source) {
		return ((Map<?, ?>) page.evaluate(DRAW, source)).get("text").toString().strip();
	}

}
