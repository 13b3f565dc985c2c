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
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

/**
 * On whose behalf an application talks to ChatBotKit: another secret key, another bot or
 * model than the chat model was built with.
 * <p>
 * It is bound to what runs, so that the code in between need not know of it:
 * {@link #call} and {@link #run} bind it to the thread, {@link #writeTo} to a stream's
 * Reactor context, which wins. A call's own options win over both. It follows to other
 * threads wherever Micrometer's context propagation is in use, and to a blocking call
 * within a Reactor pipeline where that is automatic
 * ({@code spring.reactor.context-propagation=auto}). A stream's tools run on its behalf.
 * <p>
 * What it may replace is for the chat model to say: {@link Replaces}. By default it is
 * the bot that the application calls, and not those that this one asks as its tools.
 * <p>
 * Immutable.
 */
public final class ChatBotKitTenant {

	/**
	 * The key in a Reactor context, and that of the thread-local value.
	 */
	public static final String KEY = "chatbotkit.tenant";

	static final ThreadLocal<@Nullable ChatBotKitTenant> CURRENT = new ThreadLocal<>();

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
	 * Makes a tenant with a secret key of its own.
	 * @param secretKey the key, not empty
	 * @return the tenant
	 */
	public static ChatBotKitTenant withSecretKey(String secretKey) {
		return withSecretKey(new SimpleApiKey(secretKey));
	}

	/**
	 * Makes a tenant with a secret key of its own.
	 * @param secretKey where the key is read from, for each attempt anew, never on an
	 * event loop
	 * @return the tenant
	 */
	public static ChatBotKitTenant withSecretKey(ApiKey secretKey) {
		return new ChatBotKitTenant(Objects.requireNonNull(secretKey, "secretKey must not be null"), null, false);
	}

	/**
	 * Makes a tenant with a bot of its own.
	 * @param id the bot's id, not empty
	 * @return the tenant
	 */
	public static ChatBotKitTenant withBot(String id) {
		return new ChatBotKitTenant(null, null, false).bot(id);
	}

	/**
	 * Returns who stands for no tenant at all, for what an application does on its own
	 * behalf in the middle of a tenant's work. Where a tenant is required, such a request
	 * is refused like any other without one.
	 * @return nobody
	 */
	public static ChatBotKitTenant nobody() {
		return NOBODY;
	}

	/**
	 * Returns this tenant with a bot of its own.
	 * @param id the bot's id, not empty
	 * @return the changed copy
	 */
	public ChatBotKitTenant bot(String id) {
		return new ChatBotKitTenant(this.secretKey, ChatBotKitSelector.bot(id).value(), this.asking);
	}

	/**
	 * Returns this tenant with a plain model of its own.
	 * @param name the model's name, not empty
	 * @return the changed copy
	 */
	public ChatBotKitTenant modelName(String name) {
		return new ChatBotKitTenant(this.secretKey, ChatBotKitSelector.model(name).value(), this.asking);
	}

	/**
	 * Runs on behalf of this tenant on the current thread.
	 * @param <T> the type of the result
	 * @param work what to run
	 * @return its result
	 */
	public <T extends @Nullable Object> T call(Supplier<T> work) {
		ChatBotKitTenant before = CURRENT.get();
		CURRENT.set(this);
		try {
			return work.get();
		}
		finally {
			if (before != null) {
				CURRENT.set(before);
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/**
	 * Runs on behalf of this tenant on the current thread.
	 * @param work what to run
	 */
	public void run(Runnable work) {
		call(() -> {
			work.run();
			return this;
		});
	}

	/**
	 * Puts this tenant into a Reactor context, for {@code contextWrite}.
	 * @param context the context
	 * @return the context with this tenant
	 */
	public Context writeTo(Context context) {
		inReactor |= (this != NOBODY);
		return context.put(KEY, this);
	}

	/**
	 * Returns the tenant of a request that is made now: that of the Reactor context, else
	 * that of the current thread, else that of the stream whose tools run.
	 * @param context the subscriber's context; empty for a call
	 * @return the tenant, {@link #nobody()} included, or null if there is none
	 */
	public static @Nullable ChatBotKitTenant current(ContextView context) {
		ChatBotKitTenant tenant = context.getOrDefault(KEY, null);
		if (tenant == null) {
			tenant = CURRENT.get();
		}
		// While a stream's tools run, its Reactor context is here and nowhere else.
		return (tenant != null) ? tenant : ToolCallReactiveContextHolder.getContext().getOrDefault(KEY, null);
	}

	/**
	 * Whether any tenant was ever put into a Reactor context.
	 */
	static boolean isInReactor() {
		return inReactor;
	}

	/**
	 * Returns this tenant for requests that an agent makes to another one, where
	 * {@link Replaces} may let it replace less.
	 * @return the changed copy
	 */
	public ChatBotKitTenant asking() {
		return (this.asking || this == NOBODY) ? this : new ChatBotKitTenant(this.secretKey, this.model, true);
	}

	/**
	 * Whether the request comes from an agent that asks another one, and not from the
	 * application.
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
	 * Shows no secret.
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
	 * What a tenant may replace of a chat model's own.
	 */
	public enum Replaces {

		/**
		 * Bot and key, where the application calls the bot. Where another agent asks it
		 * as a tool, the bot stays, and its key if it has one of its own.
		 */
		WHEN_CALLED,

		/**
		 * Bot and key, also where another agent asks it.
		 */
		ALWAYS,

		/**
		 * The key, also where another agent asks it. The bot stays.
		 */
		KEY,

		/**
		 * Nothing: it is the same bot, with the same key, for all tenants. No tenant is
		 * required of it.
		 */
		NOTHING

	}

}
