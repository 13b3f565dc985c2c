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

import java.util.Objects;
import java.util.function.Supplier;

import com.chatbotkit.springai.api.ChatBotKitSelector;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;
import org.springframework.util.Assert;

/**
 * A tenant of the application, with a secret key, a bot or a model that replace those of
 * the chat model.
 * <p>
 * The tenant is bound to the current work, so that the code in between need not know it:
 * {@link #call} and {@link #run} bind it to the thread and to each stream that the thread
 * subscribes to, {@link #writeTo} binds it to a stream's Reactor context, which wins over
 * the thread. {@link #call} also binds it to a stream that the work returns. A call's own
 * options win over both. Micrometer's context propagation carries the tenant to other
 * threads, and also to a blocking call within a Reactor pipeline if the propagation is
 * automatic ({@code spring.reactor.context-propagation=auto}). A stream's tools run with
 * the stream's tenant.
 * <p>
 * The chat model decides what a tenant may replace: {@link Replaces}. By default that is
 * the bot that the application calls, but not the bots that this one calls as tools.
 * <p>
 * Immutable.
 */
public final class ChatBotKitTenant {

	/**
	 * Key of the tenant in a Reactor context and in Micrometer's context propagation.
	 */
	public static final String KEY = "chatbotkit.tenant";

	private static final ChatBotKitTenant NOBODY = new ChatBotKitTenant(null, null, false);

	private static volatile boolean inReactor;

	private final @Nullable ApiKey secretKey;

	private final @Nullable String model;

	private final boolean asking;

	private ChatBotKitTenant(@Nullable ApiKey secretKey, @Nullable String model, boolean asking) {
		this.secretKey = secretKey;
		this.model = model;
		this.asking = asking;
	}

	/**
	 * Creates a tenant with its own secret key.
	 * @param secretKey the key, not blank
	 * @return the tenant
	 * @throws IllegalArgumentException if the key is null or blank
	 */
	public static ChatBotKitTenant withSecretKey(String secretKey) {
		Assert.hasText(secretKey, "The secret key of the tenant is blank: write the key of its ChatBotKit account");
		return withSecretKey(new SimpleApiKey(secretKey));
	}

	/**
	 * Creates a tenant with its own secret key.
	 * @param secretKey the source of the key, read for each attempt and never on an event
	 * loop
	 * @return the tenant
	 */
	public static ChatBotKitTenant withSecretKey(ApiKey secretKey) {
		return new ChatBotKitTenant(Objects.requireNonNull(secretKey, "secretKey must not be null"), null, false);
	}

	/**
	 * Creates a tenant with its own bot.
	 * @param id the bot's id, not empty
	 * @return the tenant
	 */
	public static ChatBotKitTenant withBot(String id) {
		return new ChatBotKitTenant(null, null, false).bot(id);
	}

	/**
	 * Returns an object that means "no tenant", for an application's own requests within
	 * the work of a tenant. If a tenant is required, such a request is refused like any
	 * other without one.
	 * @return the absent tenant
	 */
	public static ChatBotKitTenant nobody() {
		return NOBODY;
	}

	/**
	 * Returns a copy of this tenant with its own bot.
	 * @param id the bot's id, not empty
	 * @return the changed copy
	 */
	public ChatBotKitTenant bot(String id) {
		return new ChatBotKitTenant(this.secretKey, ChatBotKitSelector.bot(id).value(), this.asking);
	}

	/**
	 * Returns a copy of this tenant with its own model.
	 * @param name the model's name, not empty
	 * @return the changed copy
	 */
	public ChatBotKitTenant modelName(String name) {
		return new ChatBotKitTenant(this.secretKey, ChatBotKitSelector.model(name).value(), this.asking);
	}

	/**
	 * Runs work for this tenant on the current thread. A stream that the work subscribes
	 * to belongs to this tenant on whatever threads it runs. A {@link Flux} or
	 * {@link Mono} that the work returns belongs to this tenant too, wherever it is
	 * subscribed to.
	 * @param <T> the type of the result
	 * @param work what to run
	 * @return its result
	 */
	public <T extends @Nullable Object> T call(Supplier<T> work) {
		ChatBotKitTenant before = ThreadTenant.get();
		ThreadTenant.set(this);
		try {
			return carriedBy(work.get());
		}
		finally {
			ThreadTenant.set(before);
		}
	}

	/**
	 * Returns a publisher with this tenant in its Reactor context. It is subscribed to
	 * later, and then the thread has no tenant, or another one. Types of publishers that
	 * have methods of their own stay as they are.
	 */
	@SuppressWarnings("unchecked")
	private <T extends @Nullable Object> T carriedBy(T result) {
		if (result instanceof Mono<?> mono) {
			return (T) mono.contextWrite(this::writeTo);
		}
		if (result instanceof Flux<?> flux && !(flux instanceof ConnectableFlux || flux instanceof GroupedFlux)) {
			return (T) flux.contextWrite(this::writeTo);
		}
		return result;
	}

	/**
	 * Runs work for this tenant on the current thread.
	 * @param work what to run
	 */
	public void run(Runnable work) {
		call(() -> {
			work.run();
			return this;
		});
	}

	/**
	 * Puts this tenant into a Reactor context. Use it with {@code contextWrite}.
	 * @param context the context
	 * @return the context with this tenant
	 */
	public Context writeTo(Context context) {
		inReactor |= (this != NOBODY);
		return context.put(KEY, this);
	}

	/**
	 * Returns the current tenant: that of the Reactor context, else that of the thread,
	 * else that of the stream whose tools are running.
	 * @param context the subscriber's context, or an empty one for a call
	 * @return the tenant, {@link #nobody()} included, or null if there is none
	 */
	public static @Nullable ChatBotKitTenant current(ContextView context) {
		ChatBotKitTenant tenant = context.getOrDefault(KEY, null);
		if (tenant == null) {
			tenant = ThreadTenant.get();
		}
		// While a stream's tools run, only Spring AI's holder has its Reactor context.
		return (tenant != null) ? tenant : ToolCallReactiveContextHolder.getContext().getOrDefault(KEY, null);
	}

	/**
	 * Whether any tenant was ever put into a Reactor context.
	 */
	static boolean isInReactor() {
		return inReactor;
	}

	/**
	 * Returns a copy of this tenant for requests from an agent to another one, for which
	 * {@link Replaces} may allow less.
	 * @return the changed copy
	 */
	public ChatBotKitTenant asking() {
		return (this.asking || this == NOBODY) ? this : new ChatBotKitTenant(this.secretKey, this.model, true);
	}

	/**
	 * Whether the request comes from an agent, and not from the application.
	 */
	boolean isAsking() {
		return this.asking;
	}

	/**
	 * Whether there is no tenant.
	 */
	static boolean isNobody(@Nullable ChatBotKitTenant tenant) {
		return tenant == null || tenant == NOBODY;
	}

	@Nullable ApiKey secretKey() {
		return this.secretKey;
	}

	@Nullable String model() {
		return this.model;
	}

	/**
	 * Contains no secret.
	 */
	@Override
	public String toString() {
		if (this == NOBODY) {
			return "ChatBotKitTenant[nobody]";
		}
		return "ChatBotKitTenant[" + ((this.secretKey != null) ? "own key" : "shared key")
				+ ((this.model != null) ? ", " + this.model : "") + "]";
	}

	/**
	 * What a tenant may replace in a chat model.
	 */
	public enum Replaces {

		/**
		 * Bot and key, if the application calls the bot. If another agent calls it as a
		 * tool, the bot stays, and so does its key if it has one of its own.
		 */
		WHEN_CALLED,

		/**
		 * Bot and key, even if another agent calls the bot as a tool.
		 */
		ALWAYS,

		/**
		 * The key, even if another agent calls the bot as a tool. The bot stays.
		 */
		KEY,

		/**
		 * Nothing: all tenants use the same bot with the same key. No tenant is required.
		 */
		NOTHING

	}

}
