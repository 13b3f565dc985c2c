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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.chatbotkit.compatibility.AgentClient.Question;

/**
 * Runs the clients against an emulator of ChatBotKit's endpoint, whose base URL and key
 * are the arguments, and prints the rows of docs/works-with.md.
 */
public final class EndpointClients {

	private static final String ANSWER = "Hello from the bot";

	private static final String WEATHER = "Tool getWeather returned \"21 degrees in Paris\"";

	private final String url;

	private final String key;

	private EndpointClients(String url, String key) {
		this.url = url;
		this.key = key;
	}

	public static void main(String[] args) throws Exception {
		EndpointClients clients = new EndpointClients(args[0], args[1]);
		clients.run("openai-java 4.101", new OpenAiJavaClient(false));
		clients.run("LangChain4j 1.19", new LangChain4jClient());
		clients.run("Spring AI OpenAI 2.0.0", new SpringAiOpenAiClient());
		clients.run("Koog 1.1.1", new KoogClient());
		// The threads of some clients would live on for a minute.
		System.exit(0);
	}

	private void run(String name, AgentClient client) throws Exception {
		Map<String, String> cells = new LinkedHashMap<>();
		cells.put("call", equal(ANSWER, () -> client.ask(question("answer:" + ANSWER, false, false))));
		cells.put("stream", equal(ANSWER, () -> client.ask(question("answer:" + ANSWER, true, false))));
		String call = "call:getWeather{\"city\":\"Paris\"}";
		cells.put("tools, call", equal(WEATHER, () -> client.ask(question(call, false, true))));
		cells.put("tools, stream", equal(WEATHER, () -> client.ask(question(call, true, true))));
		cells.put("own", equal("All good", () -> client.ask(question("inner:lookup answer:All good", false, false))));
		cells.put("error", noticed(() -> client.ask(question("midfail:OVERLOADED", true, false))));
		cells.put("breaks off", noticed(() -> client.ask(question("throw:PLAIN", true, false))));
		System.out.println("| " + name + " | " + String.join(" | ", cells.values()) + " |");
	}

	private Question question(String text, boolean stream, boolean tools) {
		return new Question(this.url, this.key, "bot/id=support", text, stream, tools);
	}

	private static String equal(String expected, Supplier<String> request) throws Exception {
		try {
			return expected.equals(answer(request)) ? "ok" : "another answer";
		}
		catch (ExecutionException ex) {
			System.err.println(ex.getCause());
			return String.valueOf(ex.getCause().getMessage()).contains("400") ? "400" : "an error";
		}
		catch (TimeoutException ex) {
			return "does not end";
		}
	}

	private static String noticed(Supplier<String> request) throws Exception {
		try {
			answer(request);
			return "not noticed";
		}
		catch (ExecutionException ex) {
			return "an error";
		}
		catch (TimeoutException ex) {
			return "does not end";
		}
	}

	private static String answer(Supplier<String> request) throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				answer.complete(request.get());
			}
			// Kotlin throws checked exceptions, too.
			catch (Exception | Error ex) {
				answer.completeExceptionally(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return answer.get(60, TimeUnit.SECONDS);
	}

}
