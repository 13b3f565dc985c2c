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

package com.chatbotkit.samples.operations;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is seen of a running application whose bot answers, fails, is cut off and is
 * cancelled; and that dashboard and alerts look at metrics that exist.
 */
class OperationsTests {

	private static final Pattern METRIC = Pattern.compile("\\b(?:chatbotkit|gen_ai)_[a-z_]+(?=[\\[{)]| *$)");

	private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern MATCHER = Pattern.compile("([a-z_]+) ?(?:=~|!=|=)\"");

	private static RunningApplication application;

	private static String metrics;

	@BeforeAll
	static void answersAndFails() throws Exception {
		application = new RunningApplication("--spring.ai.chatbotkit.chat.temperature=0.5");
		assertThat(application.get(RunningApplication.ask("Hello"))).isEqualTo("Echo: Hello");
		assertThat(application.get(RunningApplication.stream("Hello"))).contains("Hello");
		assertThat(application.get(RunningApplication.ask("busy"))).isEqualTo("Echo: busy");
		assertThat(application.status(RunningApplication.ask("unknown"))).isEqualTo(502);
		application.get(RunningApplication.stream("unknown"));
		try (InputStream cut = application.open(RunningApplication.stream("cut")).body()) {
			read(cut);
		}
		try (InputStream slow = application.open(RunningApplication.stream("slow")).body()) {
			assertThat(slow.read()).isNotNegative();
		}
		metrics = awaitMetric("outcome=\"cancelled\"");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "stream=\"false\" outcome=\"complete\" status=\"200\" finish_reason=\"stop\"",
			"stream=\"true\" outcome=\"complete\" status=\"200\"", "stream=\"false\" outcome=\"failed\" status=\"404\"",
			"stream=\"true\" outcome=\"failed\" status=\"200\"", "stream=\"true\" outcome=\"truncated\" status=\"200\"",
			"stream=\"true\" outcome=\"cancelled\"" })
	void eachOutcomeIsCounted(String labels) {
		assertThat(metrics.lines()).anyMatch((line) -> line.startsWith("chatbotkit_client_requests_total{")
				&& Arrays.stream(labels.split(" ")).allMatch(line::contains));
	}

	@Test
	void retriesFirstTokensAndIgnoredParametersAreCounted() {
		assertThat(metrics).containsPattern("chatbotkit_client_retries_total\\{.*status=\"503\".*} 1\\.0")
			.containsPattern("chatbotkit_client_time_to_first_token_seconds_count\\{.*} [1-9]")
			.containsPattern("chatbotkit_client_ignored_parameters_total\\{.*parameter=\"temperature\".*} [1-9]");
	}

	@Test
	void botsAreNotToldApart() {
		assertThat(metrics).contains("gen_ai_request_model=\"bot\"").doesNotContain("bot/id=");
	}

	@Test
	void theDashboardLooksAtMetricsThatExist() throws Exception {
		Expressions expressions = Expressions.ofDashboard();
		assertThat(expressions.all()).hasSizeGreaterThan(10).allSatisfy(OperationsTests::looksAtWhatExists);
	}

	@Test
	void theAlertsLookAtMetricsThatExist() throws Exception {
		assertThat(Expressions.ofAlerts().all()).hasSize(2).allSatisfy(OperationsTests::looksAtWhatExists);
	}

	@Test
	void everyMetricOfTheClientIsOnTheDashboard() throws Exception {
		String dashboard = Expressions.ofDashboard().all().toString();
		assertThat(names()).filteredOn((name) -> name.startsWith("chatbotkit_client_"))
			.isNotEmpty()
			.allMatch(dashboard::contains);
	}

	@Test
	void theBotsHealthIsToldWithoutItsWords() throws Exception {
		String health = application.get("/actuator/health");
		assertThat(health)
			.contains("\"chatBotKit\":{", "\"check\":{\"status\":200,\"code\":\"ok\"}", "lastSuccess", "lastFailure")
			.doesNotContain("backstory", "sk-");
	}

	private static void looksAtWhatExists(String expression) {
		Matcher metric = METRIC.matcher(BY.matcher(expression).replaceAll(""));
		assertThat(metric.find()).as(expression).isTrue();
		do {
			String name = metric.group();
			assertThat(names()).contains(name);
			Set<String> labels = labelsOf(name);
			BY.matcher(expression)
				.results()
				.flatMap((by) -> Arrays.stream(by.group(1).split(", *")))
				// Prometheus adds the job itself.
				.filter((label) -> !label.equals("job"))
				.forEach((label) -> assertThat(labels).as(expression).contains(label));
			MATCHER.matcher(expression).results().forEach((match) -> assertThat(labels).contains(match.group(1)));
		}
		while (metric.find());
	}

	private static Set<String> names() {
		Set<String> names = new TreeSet<>();
		metrics.lines().filter((line) -> !line.startsWith("#")).forEach((line) -> names.add(line.split("[{ ]")[0]));
		return names;
	}

	private static Set<String> labelsOf(String name) {
		Set<String> labels = new TreeSet<>();
		metrics.lines()
			.filter((line) -> line.startsWith(name + "{"))
			.forEach((line) -> MATCHER.matcher(line).results().forEach((label) -> labels.add(label.group(1))));
		return labels;
	}

	private static void read(InputStream stream) {
		try {
			stream.readAllBytes();
		}
		catch (IOException ex) {
			// Cut off, as it should be.
			assertThat(ex).isNotNull();
		}
	}

	/**
	 * The server learns of a client that has gone when it writes to it the next time.
	 */
	private static String awaitMetric(String part) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> application.get("/actuator/prometheus"), (scraped) -> scraped.contains(part));
	}

}
