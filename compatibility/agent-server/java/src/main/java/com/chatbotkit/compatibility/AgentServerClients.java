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

package com.chatbotkit.compatibility;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

import com.chatbotkit.compatibility.AgentClient.Question;

/**
 * Runs the clients against {@code samples/agent-server}, whose base URL and key are the
 * arguments, and prints a table of client by check.
 */
public final class AgentServerClients {

	private static final String AGENT = "bot/id=support";

	private static final String ANSWER = "answer:Hello from the agent";

	private static final String CALL = "call:getWeather{\"city\":\"Paris\"}";

	private static final String WEATHER = "Tool getWeather returned 21 degrees in Paris";

	private static final String FAILURE = "Engine failure OVERLOADED";

	private static final String INSIDE = "inner:lookup_order ";

	private static final String WRONG_KEY = "sk-wrong-wrong-wrong-wrong-wrong-wrong";

	private final String url;

	private final String key;

	private final Map<String, Check> checks = new LinkedHashMap<>();

	private boolean failed;

	private AgentServerClients(String url, String key) {
		this.url = url;
		this.key = key;
		for (boolean stream : new boolean[] { false, true }) {
			String how = stream ? ", stream" : ", call";
			this.checks.put("answer" + how,
					(client) -> equal("Hello from the agent", client.ask(question(ANSWER, stream, false))));
			this.checks.put("tools" + how, (client) -> equal(WEATHER, client.ask(question(CALL, stream, true))));
			this.checks.put("tools of both" + how, (client) -> {
				equal("All good", client.ask(question(INSIDE + "answer:All good", stream, false)));
				equal("All good", client.ask(question(INSIDE + "answer:All good", stream, true)));
				equal(WEATHER, client.ask(question(INSIDE + CALL, stream, true)));
			});
			this.checks.put("unknown agent" + how,
					(client) -> fails("nobody", () -> client.ask(question(ANSWER, stream, false).of("bot/id=nobody"))));
			this.checks.put("failure" + how, (client) -> fails(stream ? client.failureOfAStream(FAILURE) : FAILURE,
					() -> client.ask(question("midfail:OVERLOADED", stream, false))));
			this.checks.put("wrong key" + how,
					(client) -> fails("API key", () -> client.ask(question(ANSWER, stream, false).by(WRONG_KEY))));
		}
	}

	public static void main(String[] args) {
		AgentServerClients clients = new AgentServerClients(args[0], args[1]);
		System.out.println("| client | " + String.join(" | ", clients.checks.keySet()) + " |\n|"
				+ " --- |".repeat(clients.checks.size() + 1));
		clients.run("openai-java", new OpenAiJavaClient(true));
		clients.run("LangChain4j", new LangChain4jClient());
		clients.run("Spring AI OpenAI", new SpringAiOpenAiClient());
		clients.run("Koog", new KoogClient());
		clients.run("this project's client", new ChatBotKitClient());
		// The threads of some clients would live on for a minute.
		System.exit(clients.failed ? 1 : 0);
	}

	private void run(String name, AgentClient client) {
		StringBuilder row = new StringBuilder("| " + name + " |");
		this.checks.forEach((check, test) -> {
			try {
				test.run(client);
				row.append(" ok |");
			}
			// A check that fails is an Error. Kotlin throws checked exceptions, too.
			catch (Exception | Error ex) {
				this.failed = true;
				row.append(" FAILED |");
				System.err.println("FAILED " + name + " | " + check + ": " + trace(ex));
			}
		});
		System.out.println(row);
	}

	private Question question(String text, boolean stream, boolean tools) {
		return new Question(this.url, this.key, AGENT, text, stream, tools);
	}

	private static void equal(String expected, String actual) {
		if (!expected.equals(actual)) {
			throw new AssertionError("Expected '" + expected + "' but got '" + actual + "'");
		}
	}

	private static void fails(String words, Runnable request) {
		try {
			request.run();
		}
		catch (Exception ex) {
			if (!trace(ex).contains(words)) {
				throw new AssertionError("The failure does not say '" + words + "'", ex);
			}
			return;
		}
		throw new AssertionError("There is no failure");
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	/**
	 * Checks one thing.
	 */
	private interface Check {

		void run(AgentClient client);

	}

}
