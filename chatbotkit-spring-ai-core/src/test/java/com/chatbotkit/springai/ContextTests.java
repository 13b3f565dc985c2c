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

package com.chatbotkit.springai;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.ChatBotKitRetryPolicy;
import com.chatbotkit.springai.api.WireServer;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the caller has in its MDC is there where retries are logged and where tools run.
 */
class ContextTests {

	private static final String ANSWER = """
			{"choices":[{"message":{"content":"Done"},"finish_reason":"stop"}]}""";

	private static final String CALL = """
			{"choices":[{"message":{"tool_calls":[{"id":"c1","type":"function","function":{"name":"work","arguments":"{}"}}]},\
			"finish_reason":"tool_calls"}]}""";

	private final WireServer server = new WireServer();

	private final ChatBotKitApi api = ChatBotKitApi.builder()
		.baseUrl(this.server.baseUrl())
		.secretKey("sk-1")
		.retryPolicy(ChatBotKitRetryPolicy.builder().initialInterval(Duration.ofMillis(1)).build())
		.build();

	private final ChatModel model = ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.build();

	private final Logger log = (Logger) LoggerFactory.getLogger("com.chatbotkit.springai.api.RetryOperator");

	private final List<Map<String, String>> logged = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			ContextTests.this.logged.add(event.getMDCPropertyMap());
		}

	};

	@BeforeEach
	void listen() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor("request"));
		this.appender.start();
		this.log.setLevel(Level.WARN);
		this.log.addAppender(this.appender);
		MDC.put("request", "r-1");
	}

	@AfterEach
	void close() {
		MDC.clear();
		this.log.detachAppender(this.appender);
		this.log.setLevel(null);
		ContextRegistry.getInstance().removeThreadLocalAccessor(Slf4jThreadLocalAccessor.KEY);
		this.api.close();
		this.server.close();
	}

	@Test
	void aRetryOfACallIsLoggedWithTheCallersMdc() {
		this.server.next(WireServer.answer(503, null, "busy")).next(WireServer.json(ANSWER));
		assertThat(this.model.call("Hi")).isEqualTo("Done");
		assertThat(this.logged).singleElement().isEqualTo(Map.of("request", "r-1"));
	}

	@Test
	void aRetryOfAStreamIsLoggedWithTheSubscribersMdc() {
		this.server.next(WireServer.answer(503, null, "busy")).next(WireServer.events("""
				data: {"choices":[{"delta":{"content":"Done"},"finish_reason":"stop"}]}

				data: [DONE]

				"""));
		assertThat(this.model.stream("Hi").contextCapture().collectList().block()).contains("Done");
		assertThat(this.logged).singleElement().isEqualTo(Map.of("request", "r-1"));
	}

	@Test
	void aToolOfACallRunsWithTheCallersMdc() {
		this.server.next(WireServer.json(CALL)).next(WireServer.json(ANSWER));
		Work work = new Work();
		assertThat(ChatClient.create(this.model).prompt("Hi").tools(work).call().content()).isEqualTo("Done");
		assertThat(work.seen).isEqualTo("r-1");
	}

	static class Work {

		private String seen;

		@Tool(description = "Works")
		String work() {
			this.seen = MDC.get("request");
			return "ok";
		}

	}

}
