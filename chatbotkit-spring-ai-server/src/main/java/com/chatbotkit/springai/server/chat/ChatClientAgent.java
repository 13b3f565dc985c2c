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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.chatbotkit.springai.server.agent.Agent;
import com.chatbotkit.springai.server.agent.AgentCaller;
import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentRequest;
import com.chatbotkit.springai.server.agent.AgentSettings;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.api.ToolAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;

/**
 * An agent that is a {@link ChatClient} of the application.
 */
public final class ChatClientAgent implements Agent {

	/** The name under which tools find the caller's key in their context. */
	public static final String KEY = "chatbotkit.key";

	/** The name under which tools find the caller's user in their context. */
	public static final String USER = "chatbotkit.user";

	/** The name under which tools find the conversation in their context. */
	public static final String CONVERSATION = "chatbotkit.conversation";

	private final Supplier<ChatClient> client;

	private final Scheduler scheduler;

	private final HeldTurns held;

	private final ToolCallingManager tools;

	private final int maxRounds;

	private final boolean steps;

	private final boolean settings;

	private final Consumer<String> forget;

	private final CallerScope scope;

	private ChatClientAgent(Builder builder) {
		this.client = builder.client;
		this.scheduler = builder.scheduler;
		this.held = builder.held;
		this.tools = builder.tools;
		this.maxRounds = builder.maxRounds;
		this.steps = builder.steps;
		this.settings = builder.settings;
		this.forget = builder.forget;
		this.scope = builder.scope;
	}

	/**
	 * Creates a builder.
	 * @param client gives the client, at each request
	 * @param scheduler runs what may block: advisors, memories, tools, models
	 * @return the builder
	 */
	public static Builder builder(Supplier<ChatClient> client, Scheduler scheduler) {
		return new Builder(client, scheduler);
	}

	@Override
	public Flux<AgentEvent> run(AgentRequest request) {
		return prepare(request).flatMapMany((events) -> events);
	}

	@Override
	public Mono<Flux<AgentEvent>> prepare(AgentRequest request) {
		return Mono.create((result) -> {
			AtomicBoolean preparing = new AtomicBoolean(true);
			Disposable task = this.scheduler.schedule(() -> prepare(request, result, preparing));
			result.onCancel(() -> {
				if (preparing.get()) {
					task.dispose();
				}
			});
		});
	}

	private void prepare(AgentRequest request, MonoSink<Flux<AgentEvent>> result, AtomicBoolean preparing) {
		Flux<AgentEvent> events;
		try {
			events = within(request.caller(), () -> prepared(request, result.contextView()));
		}
		catch (Throwable ex) {
			result.error(ex);
			return;
		}
		// From here a cancel must not interrupt this thread: a call runs on it, and may
		// finish though its client has left.
		preparing.set(false);
		result.success(events);
	}

	private Flux<AgentEvent> prepared(AgentRequest request, ContextView context) {
		ModelRounds rounds = new ModelRounds(this.maxRounds);
		Steps watched = new Steps(this.steps);
		RequestObservation observation = request.stream() ? RequestObservation.in(context) : RequestObservation.NONE;
		Turn turn = new Turn(request, this.held, this.tools, rounds, watched, this.scope, observation);
		ChatClientRequestSpec spec = this.client.get().prompt();
		Set<String> ownTools = toolsOf(spec);
		turn.check(ownTools);
		List<Message> messages = MessageMapper.map(lastTurn(request));
		String fresh = UUID.randomUUID().toString();
		AgentCaller caller = request.caller();
		String conversation = (caller != null && caller.conversation() != null) ? caller.conversation() : fresh;
		spec.messages(messages)
			.toolContext(context(caller))
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation)
				.advisors(new RoundAdvisor(turn)));
		if (!turn.isPlain() || (observation.isPresent() && !ownTools.isEmpty())) {
			spec.advisors(new TurnAdvisor(turn, orderOfTools(spec) - 1));
		}
		if (this.settings) {
			apply(request.settings(), spec);
		}
		Flux<AgentEvent> events = request.stream() ? stream(spec, rounds, caller) : call(spec, rounds, caller);
		Flux<AgentEvent> all = watched.among(events)
			.concatWith(Flux.defer(() -> Flux.fromIterable(rounds.closing())))
			.onErrorResume((failure) -> Flux.concat(Mono.justOrEmpty(rounds.used()), Mono.error(failure)));
		return conversation.equals(fresh) ? all.doFinally((signal) -> forget(fresh)) : all;
	}

	private Flux<AgentEvent> call(ChatClientRequestSpec spec, ModelRounds rounds, @Nullable AgentCaller caller) {
		Flux<AgentEvent> answer = ThreadContext.blocking(() -> within(caller, () -> spec.call().chatClientResponse()))
			.map((response) -> token(response, rounds))
			.filter((token) -> !token.text().isEmpty())
			.cast(AgentEvent.class)
			.flux();
		Thread preparing = Thread.currentThread();
		// A subscriber on the thread that prepared makes the call there, which saves a
		// change of threads: a small call takes 0.76 times as long. Measured:
		// benchmarks/MEASUREMENTS.md#the-served-endpoint.
		return Flux.defer(() -> Thread.currentThread().equals(preparing) ? answer : answer.subscribeOn(this.scheduler));
	}

	private Flux<AgentEvent> stream(ChatClientRequestSpec spec, ModelRounds rounds, @Nullable AgentCaller caller) {
		Flux<ChatClientResponse> responses = Flux.defer(() -> within(caller, () -> spec.stream().chatClientResponse()));
		// Not mapNotNull, which sets all thread locals for each response. Measured:
		// benchmarks/MEASUREMENTS.md#what-each-fast-class-saves (ThreadLocals).
		Flux<AgentEvent> tokens = ((caller != null)
				? responses.contextWrite((context) -> this.scope.context(caller, context)) : responses)
			.map((response) -> token(response, rounds))
			.filter((token) -> !token.text().isEmpty())
			.cast(AgentEvent.class);
		return AgentThread.in(tokens, this.scheduler);
	}

	private <T> T within(@Nullable AgentCaller caller, Supplier<T> work) {
		return (caller != null) ? this.scope.within(caller, work) : work.get();
	}

	private static AgentEvent.Token token(ChatClientResponse response, ModelRounds rounds) {
		rounds.noteContext(response.context());
		return new AgentEvent.Token(RoundAdvisor.text(response));
	}

	/** A conversation that the agent remembers is continued by its last turn alone. */
	private static List<AgentMessage> lastTurn(AgentRequest request) {
		AgentCaller caller = request.caller();
		List<AgentMessage> messages = request.messages();
		if (caller == null || caller.conversation() == null) {
			return messages;
		}
		int begin = before(messages, messages.size(), AgentMessage.User.class);
		if (begin == messages.size()) {
			begin = before(messages, begin, AgentMessage.FunctionResult.class);
			begin = before(messages, begin, AgentMessage.Bot.class);
			begin = before(messages, begin, AgentMessage.FunctionCall.class);
		}
		return messages.subList(begin, messages.size());
	}

	/** Where the messages of a type begin that stand before an index. */
	private static int before(List<AgentMessage> messages, int end, Class<? extends AgentMessage> type) {
		int begin = end;
		while (begin > 0 && type.isInstance(messages.get(begin - 1))) {
			begin--;
		}
		return begin;
	}

	private static Map<String, Object> context(@Nullable AgentCaller caller) {
		if (caller == null) {
			return Map.of();
		}
		Map<String, Object> context = new HashMap<>();
		context.put(KEY, caller.key());
		String user = caller.user();
		if (user != null) {
			context.put(USER, user);
		}
		String conversation = caller.conversation();
		if (conversation != null) {
			context.put(CONVERSATION, conversation);
		}
		return context;
	}

	private static Set<String> toolsOf(ChatClientRequestSpec spec) {
		if (!(spec instanceof DefaultChatClientRequestSpec known)) {
			return Set.of();
		}
		List<ToolCallback> tools = new ArrayList<>(known.getToolCallbacks());
		known.getToolCallbackProviders().forEach((provider) -> Collections.addAll(tools, provider.getToolCallbacks()));
		return ToolCalls.names(tools);
	}

	private static int orderOfTools(ChatClientRequestSpec spec) {
		List<Advisor> advisors = (spec instanceof DefaultChatClientRequestSpec known) ? known.getAdvisors() : List.of();
		return advisors.stream()
			.filter(ToolAdvisor.class::isInstance)
			.mapToInt(Advisor::getOrder)
			.findFirst()
			.orElse(ToolCallingAdvisor.DEFAULT_ORDER);
	}

	private static void apply(AgentSettings settings, ChatClientRequestSpec spec) {
		if (settings.equals(AgentSettings.NONE)) {
			return;
		}
		spec.options(ChatOptions.builder()
			.temperature(settings.temperature())
			.topP(settings.topP())
			.maxTokens(settings.maxTokens())
			.frequencyPenalty(settings.frequencyPenalty())
			.presencePenalty(settings.presencePenalty())
			.stopSequences(settings.stop().isEmpty() ? null : settings.stop()));
	}

	private void forget(String conversation) {
		this.scheduler.schedule(() -> this.forget.accept(conversation));
	}

	/**
	 * Builds an agent.
	 */
	public static final class Builder {

		private final Supplier<ChatClient> client;

		private final Scheduler scheduler;

		private HeldTurns held = HeldTurns.inMemory();

		private ToolCallingManager tools = ToolCallingManager.builder().build();

		private int maxRounds = 10;

		private boolean steps;

		private boolean settings;

		private Consumer<String> forget = (conversation) -> {
		};

		private CallerScope scope = CallerScope.NONE;

		private Builder(Supplier<ChatClient> client, Scheduler scheduler) {
			this.client = client;
			this.scheduler = scheduler;
		}

		/**
		 * Sets the store of turns that wait for their clients' tools.
		 * @param held the store; defaults to one in memory of this agent alone
		 * @return this builder
		 */
		public Builder held(HeldTurns held) {
			this.held = held;
			return this;
		}

		/**
		 * Sets what runs the agent's own tools when a client has brought the results of
		 * its own.
		 * @param tools the manager; defaults to Spring AI's
		 * @return this builder
		 */
		public Builder tools(ToolCallingManager tools) {
			this.tools = tools;
			return this;
		}

		/**
		 * Sets how often the model may be called in one turn.
		 * @param maxRounds the number; defaults to 10
		 * @return this builder
		 */
		public Builder maxRounds(int maxRounds) {
			this.maxRounds = maxRounds;
			return this;
		}

		/**
		 * Sets whether callers see what the agent does.
		 * @param steps true to show it; defaults to false
		 * @return this builder
		 */
		public Builder steps(boolean steps) {
			this.steps = steps;
			return this;
		}

		/**
		 * Sets whether the caller's temperature, length and the like count.
		 * @param settings true for a model; defaults to false: an agent has its own
		 * @return this builder
		 */
		public Builder settings(boolean settings) {
			this.settings = settings;
			return this;
		}

		/**
		 * Sets what makes memories forget a conversation that nobody can continue.
		 * @param forget takes the conversation's id; defaults to nothing
		 * @return this builder
		 */
		public Builder forget(Consumer<String> forget) {
			this.forget = forget;
			return this;
		}

		/**
		 * Sets what makes the caller known to the code that the agent runs.
		 * @param scope makes it known; defaults to nothing: tools find the caller in
		 * their context
		 * @return this builder
		 */
		public Builder scope(CallerScope scope) {
			this.scope = scope;
			return this;
		}

		/**
		 * Builds the agent.
		 * @return the agent
		 */
		public ChatClientAgent build() {
			if (this.maxRounds < 1) {
				throw new IllegalArgumentException("maxRounds must be 1 or more");
			}
			return new ChatClientAgent(this);
		}

	}

}
