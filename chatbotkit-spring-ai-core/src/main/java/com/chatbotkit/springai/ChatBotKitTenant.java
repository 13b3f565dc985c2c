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

/**
 * On whose behalf an application talks to ChatBotKit: another secret key, another bot or
 * model than the chat model was built with.
 * <p>
 * It is bound to what runs, so that the code in between need not know of it:
 * {@link #call} and {@link #run} bind it to the thread, {@link #writeTo} to a stream's
 * Reactor context, which wins. A call's own options win over both. It follows to other
 * threads wherever Micrometer's context propagation is in use.
 * <p>
 * Immutable.
 */
public final class ChatBotKitTenant {

	/**
	 * The key in a Reactor context, and that of the thread-local value.
	 */
	public static final String KEY = "chatbotkit.tenant";

	static final ThreadLocal<@Nullable ChatBotKitTenant> CURRENT = new ThreadLocal<>();

	private final @Nullable ApiKey secretKey;

	private final @Nullable String model;

	private ChatBotKitTenant(@Nullable ApiKey secretKey, @Nullable String model) {
		this.secretKey = secretKey;
		this.model = model;
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
		return new ChatBotKitTenant(Objects.requireNonNull(secretKey, "secretKey must not be null"), null);
	}

	/**
	 * Makes a tenant with a bot of its own.
	 * @param id the bot's id, not empty
	 * @return the tenant
	 */
	public static ChatBotKitTenant withBot(String id) {
		return new ChatBotKitTenant(null, null).bot(id);
	}

	/**
	 * Returns this tenant with a bot of its own.
	 * @param id the bot's id, not empty
	 * @return the changed copy
	 */
	public ChatBotKitTenant bot(String id) {
		return new ChatBotKitTenant(this.secretKey, ChatBotKitSelector.bot(id).value());
	}

	/**
	 * Returns this tenant with a plain model of its own.
	 * @param name the model's name, not empty
	 * @return the changed copy
	 */
	public ChatBotKitTenant modelName(String name) {
		return new ChatBotKitTenant(this.secretKey, ChatBotKitSelector.model(name).value());
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
		return context.put(KEY, this);
	}

	/**
	 * Returns the tenant of a Reactor context, or else that of the thread.
	 */
	static @Nullable ChatBotKitTenant current(ContextView context) {
		ChatBotKitTenant tenant = context.getOrDefault(KEY, null);
		return (tenant != null) ? tenant : CURRENT.get();
	}

	/**
	 * Returns the options with what this tenant has of its own in the place of defaults.
	 */
	ChatBotKitChatOptions applyTo(ChatBotKitChatOptions options, ChatBotKitChatOptions defaults) {
		boolean ownModel = this.model != null && Objects.equals(options.getModel(), defaults.getModel());
		boolean ownKey = this.secretKey != null && Objects.equals(options.getSecretKey(), defaults.getSecretKey());
		if (!ownModel && !ownKey) {
			return options;
		}
		ChatBotKitChatOptions.Builder builder = options.mutate();
		if (ownModel) {
			builder.model(this.model);
		}
		if (ownKey) {
			builder.secretKey(this.secretKey);
		}
		return builder.build();
	}

	/**
	 * Shows no secret.
	 */
	@Override
	public String toString() {
		return "ChatBotKitTenant[" + ((this.secretKey != null) ? "own key" : "shared key")
				+ ((this.model != null) ? ", " + this.model : "") + "]";
	}

}
