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

package com.chatbotkit.springai.server.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.http.EndpointRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a small call passes.
 */
class ChatClientAgentTests {

	private final List<String> advisors = new ArrayList<>();

	private final List<String> blocked = new ArrayList<>();

	private final ChatModel model = (prompt) -> {
		this.blocked.add(Thread.currentThread().getName());
		return new ChatResponse(List.of(new Generation(new AssistantMessage("Hello"))));
	};

	private final ChatClient client = ChatClient.builder(this.model).defaultAdvisors(new Watching()).build();

	@Test
	void aCallThatIsMadeElsewhereIsMadeOnAThreadThatMayBlock() {
		Flux<AgentEvent> events = agent().prepare(request(null)).block();
		assertThat(texts(events)).containsExactly("Hello");
		assertThat(this.blocked).singleElement().asString().startsWith("boundedElastic");
	}

	@Test
	void aCallIsMadeOnTheThreadThatPreparedIt() {
		List<String> preparing = new ArrayList<>();
		ChatClientAgent.builder(() -> {
			preparing.add(Thread.currentThread().getName());
			return this.client;
		}, Schedulers.boundedElastic()).build().run(request(null)).blockLast();
		assertThat(preparing).singleElement().asString().startsWith("boundedElastic");
		assertThat(this.blocked).isEqualTo(preparing);
	}

	@Test
	void aPlainTurnPassesNoAdvisorThatHasNothingToDo() {
		agent().run(request(null)).blockLast();
		assertThat(this.advisors).contains("Served agent: round").doesNotContain("Served agent: turn");
	}

	@Test
	void aTurnWithASystemMessagePassesTheAdvisorThatAddsIt() {
		agent().run(request("Be brief.")).blockLast();
		assertThat(this.advisors).contains("Served agent: round", "Served agent: turn");
	}

	private ChatClientAgent agent() {
		return ChatClientAgent.builder(() -> this.client, Schedulers.boundedElastic()).build();
	}

	private static AgentRequest request(@Nullable String system) {
		return new AgentRequest("bot/id=agent", new AgentTarget.Bot("agent"), system,
				List.of(new AgentMessage.User("Hi", List.of())), List.of(), false,
				new EndpointRequest("POST", "/v1/chat/completions", Map.of(), new byte[0]));
	}

	private static List<String> texts(@Nullable Flux<AgentEvent> events) {
		assertThat(events).isNotNull();
		return events.ofType(AgentEvent.Token.class).map(AgentEvent.Token::text).collectList().block();
	}

	private final class Watching implements CallAdvisor {

		@Override
		public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
			chain.getCallAdvisors().stream().map(Advisor::getName).forEach(ChatClientAgentTests.this.advisors::add);
			return chain.nextCall(request);
		}

		@Override
		public String getName() {
			return "watching";
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

}
