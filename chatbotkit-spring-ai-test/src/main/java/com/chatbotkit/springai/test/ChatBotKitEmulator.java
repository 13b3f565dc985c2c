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

package com.chatbotkit.springai.test;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.BotFetchEndpoint;
import com.chatbotkit.springai.server.ChatCompletionsEndpoint;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.netty.NettyEndpoint;
import com.chatbotkit.springai.test.page.EmulatorPage;
import com.chatbotkit.springai.test.server.LocalServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emulates ChatBotKit's Chat Completions endpoint on a port of this process. Its bots and
 * models are scripted in code. A bot without a script follows the script words of
 * docs/contract.md#script-words: {@code hello} is answered with {@code Echo: hello}. The
 * emulator also answers the platform's call that fetches a bot.
 *
 * <pre>{@code
 * try (ChatBotKitEmulator emulator = ChatBotKitEmulator.start()) {
 *     emulator.bot("support").when("opening hours").reply("Nine to five.");
 *     // baseUrl() and secretKey() go to the client under test
 * }
 * }</pre>
 *
 * Thread-safe.
 */
public final class ChatBotKitEmulator implements AutoCloseable {

	private static final Pattern SELECTOR = Pattern.compile("(bot|model)/(?:id|name)=(.*)");

	private final Scripts scripts = new Scripts();

	private final RequestLog requestLog;

	private final String secretKey;

	private final LocalServer server;

	private ChatBotKitEmulator(Builder builder) {
		this.secretKey = builder.secretKey;
		this.requestLog = new RequestLog(builder.maxRequests);
		TestKeys keys = new TestKeys(this.secretKey, builder.anyKey);
		ChatCompletionsEndpoint endpoint = ChatCompletionsEndpoint.of(keys, this.requestLog.recording(this.scripts));
		BotFetchEndpoint bots = BotFetchEndpoint.of(keys, this.scripts::backstory);
		EmulatorPage page = new EmulatorPage();
		NettyEndpoint handler = new NettyEndpoint((sent) -> {
			EndpointRequest request = WholeUrls.reduced(sent);
			Mono<EndpointResponse> answer = BotFetchEndpoint.serves(request.uri()) ? bots.handle(request)
					: page.follow(request, this.requestLog.follow(request, endpoint.handle(request)));
			return answer.map((plain) -> CorsHeaders.apply(request, GzipEncoding.apply(request, plain)));
		});
		this.server = new LocalServer("chatbotkit-emulator", builder.host, builder.port, page.before(handler));
	}

	/**
	 * Starts an emulator on a free port of the loopback interface.
	 * @return the running emulator
	 */
	public static ChatBotKitEmulator start() {
		return builder().start();
	}

	/**
	 * Creates a builder for an emulator with other settings.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns the base URL for clients.
	 * @return the URL, such as {@code http://127.0.0.1:41234/v1/openai}
	 */
	public String baseUrl() {
		return this.server.baseUrl();
	}

	/**
	 * Returns the address of the page that shows requests and responses. Only browsers on
	 * this machine can open it.
	 * @return the URL, such as {@code http://127.0.0.1:41234/}
	 */
	public String pageUrl() {
		return "http://127.0.0.1:" + this.server.port() + "/";
	}

	/**
	 * Returns a secret key that the emulator accepts. It also accepts every key that
	 * starts with {@code sk-test}. Requests with {@code sk-test-ratelimited} and
	 * {@code sk-test-quota} fail because of their limits.
	 * @return the key
	 */
	public String secretKey() {
		return this.secretKey;
	}

	/**
	 * Returns the script of a bot, to add rules to it.
	 * @param id the bot's id, as in {@code bot/id=…}
	 * @return the script
	 * @throws IllegalArgumentException if it is null, blank or a whole selector
	 */
	public BotScript bot(String id) {
		checkText(id, "a bot's id");
		checkNoSelector(id);
		return this.scripts.of(new AgentTarget.Bot(id));
	}

	/**
	 * Returns the script of a model, to add rules to it.
	 * @param name the model's name, as in {@code model/name=…}
	 * @return the script
	 * @throws IllegalArgumentException if it is null, blank or a whole selector
	 */
	public BotScript model(String name) {
		checkText(name, "a model's name");
		checkNoSelector(name);
		return this.scripts.of(new AgentTarget.Model(name));
	}

	private static void checkText(@Nullable String text, String what) {
		if (text == null || text.isBlank()) {
			throw new IllegalArgumentException(what + " must not be blank");
		}
	}

	/** No request would ever reach the script of such a name. */
	private static void checkNoSelector(String name) {
		Matcher selector = SELECTOR.matcher(name);
		if (selector.matches()) {
			throw new IllegalArgumentException("\"" + name + "\" is a whole selector: write " + selector.group(1)
					+ "(\"" + selector.group(2) + "\")");
		}
	}

	/**
	 * Returns the script for all bots and models, to add rules to it. These rules apply
	 * if no rule of the requested bot or model matches.
	 * @return the script
	 */
	public BotScript any() {
		return this.scripts.any();
	}

	/**
	 * Returns the requests received since the start or the last {@link #reset}. If their
	 * contents exceed 256 MiB, or a quarter of the JVM's memory, those of the oldest
	 * requests are dropped.
	 * @return the requests in the order of their arrival, as they stand now
	 */
	public List<ReceivedRequest> requests() {
		return this.requestLog.requests();
	}

	/**
	 * Removes all scripts and all received requests. Connections stay open.
	 */
	public void reset() {
		this.scripts.clear();
		this.requestLog.clear();
	}

	/**
	 * Stops the emulator and closes its connections.
	 */
	@Override
	public void close() {
		this.server.close();
	}

	void awaitClose() {
		this.server.awaitClose();
	}

	/**
	 * Settings of an emulator.
	 */
	public static final class Builder {

		private String host = LocalServer.LOOPBACK;

		private int port;

		private String secretKey = "sk-test-emulator";

		private boolean anyKey;

		private int maxRequests = Integer.MAX_VALUE;

		private Builder() {
		}

		/**
		 * Sets the host name or address to listen on.
		 * @param host the host; defaults to {@code 127.0.0.1}
		 * @return this builder
		 * @throws IllegalArgumentException if it is null or blank
		 */
		public Builder host(String host) {
			checkText(host, "a host");
			this.host = host;
			return this;
		}

		/**
		 * Sets the port to listen on.
		 * @param port the port, or 0 for any free port; defaults to 0
		 * @return this builder
		 * @throws IllegalArgumentException if it is not from 0 to 65535
		 */
		public Builder port(int port) {
			if (port < 0 || port > EmulatorArguments.MAX_PORT) {
				throw new IllegalArgumentException(
						port + " is not a port: write a number from 0 to " + EmulatorArguments.MAX_PORT);
			}
			this.port = port;
			return this;
		}

		/**
		 * Sets a secret key to accept.
		 * @param secretKey the key; defaults to {@code sk-test-emulator}
		 * @return this builder
		 * @throws IllegalArgumentException if it is null or blank
		 */
		public Builder secretKey(String secretKey) {
			checkText(secretKey, "a secret key");
			this.secretKey = secretKey;
			return this;
		}

		/**
		 * Accepts every secret key, for an application that has its own key.
		 * @return this builder
		 */
		public Builder acceptAnyKey() {
			this.anyKey = true;
			return this;
		}

		/**
		 * Limits how many requests are kept, for an emulator that runs for a long time.
		 * @param requests the maximum size of {@link ChatBotKitEmulator#requests()}; the
		 * latest are kept; defaults to no limit
		 * @return this builder
		 * @throws IllegalArgumentException if it is negative
		 */
		public Builder keepRequests(int requests) {
			if (requests < 0) {
				throw new IllegalArgumentException(requests + " requests cannot be kept: write 0 or more");
			}
			this.maxRequests = requests;
			return this;
		}

		/**
		 * Starts the emulator.
		 * @return the running emulator
		 * @throws reactor.netty.ChannelBindException if the address cannot be used
		 */
		public ChatBotKitEmulator start() {
			return new ChatBotKitEmulator(this);
		}

	}

}
