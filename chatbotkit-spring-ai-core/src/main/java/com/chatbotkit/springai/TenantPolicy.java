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
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

import org.springframework.ai.chat.prompt.ChatOptions;

/**
 * Applies a tenant's bot and key to the requests of one chat model, and refuses requests
 * without a tenant if one is required.
 */
final class TenantPolicy {

	private static final Log logger = LogFactory.getLog(TenantPolicy.class);

	private final boolean required;

	private final ChatBotKitTenant.Replaces replaces;

	private final boolean hasOwnKey;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates a policy.
	 * @param required whether requests without a tenant are refused
	 * @param replaces what a tenant may replace
	 * @param hasOwnKey whether the chat model has a secret key of its own instead of the
	 * shared one
	 */
	TenantPolicy(boolean required, ChatBotKitTenant.Replaces replaces, boolean hasOwnKey) {
		this.required = required && replaces != ChatBotKitTenant.Replaces.NOTHING;
		this.replaces = replaces;
		this.hasOwnKey = hasOwnKey;
	}

	/**
	 * Returns the options with the tenant's bot and key instead of the defaults.
	 * @param tenant the tenant of the request, or null if there is none
	 * @throws IllegalStateException if a tenant is required and missing
	 */
	ChatBotKitChatOptions apply(@Nullable ChatBotKitTenant tenant, ChatBotKitChatOptions options,
			ChatBotKitChatOptions defaults) {
		boolean defaultKey = Objects.equals(options.getSecretKey(), defaults.getSecretKey());
		if (tenant == null || ChatBotKitTenant.isNobody(tenant)) {
			if (this.required && defaultKey) {
				throw missingTenant();
			}
			return options;
		}
		ChatBotKitChatOptions.Builder builder = options.mutate();
		if (replacesBot(tenant) && Objects.equals(options.getModel(), defaults.getModel())) {
			builder.model(tenant.model());
		}
		if (replacesKey(tenant) && defaultKey) {
			builder.secretKey(tenant.secretKey());
		}
		return builder.build();
	}

	boolean isRequired() {
		return this.required;
	}

	/**
	 * Warns once of a call without a tenant, if the application puts tenants into Reactor
	 * contexts. A blocking call does not see the Reactor context of its caller, so the
	 * tenant may have been lost.
	 */
	void warnIfLost(@Nullable ChatBotKitTenant tenant, @Nullable ChatOptions options) {
		if (tenant != null || this.replaces == ChatBotKitTenant.Replaces.NOTHING || !ChatBotKitTenant.isInReactor()
				|| Hooks.isAutomaticContextPropagationEnabled()
				|| (options instanceof ChatBotKitChatOptions own && own.getSecretKey() != null)) {
			return;
		}
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("A call was made without a tenant, while this application puts tenants into Reactor contexts,"
					+ " which a blocking call does not see: it uses the key of the chat model. Set"
					+ " spring.reactor.context-propagation=auto (without Spring Boot:"
					+ " Hooks.enableAutomaticContextPropagation()) to have them carried, and"
					+ " spring.ai.chatbotkit.tenants=required to have such a call refused");
		}
	}

	private boolean replacesBot(ChatBotKitTenant tenant) {
		return tenant.model() != null && switch (this.replaces) {
			case WHEN_CALLED -> !tenant.isAsking();
			case ALWAYS -> true;
			case KEY, NOTHING -> false;
		};
	}

	private boolean replacesKey(ChatBotKitTenant tenant) {
		return tenant.secretKey() != null && switch (this.replaces) {
			case WHEN_CALLED -> !tenant.isAsking() || !this.hasOwnKey;
			case ALWAYS, KEY -> true;
			case NOTHING -> false;
		};
	}

	private static IllegalStateException missingTenant() {
		return new IllegalStateException("Nothing was sent: each request has to be made on behalf of a tenant"
				+ " (spring.ai.chatbotkit.tenants=required), and this one is not. Write tenant.call(() -> …) around a"
				+ " call, contextWrite(tenant::writeTo) behind a stream. A call within a Reactor pipeline sees the"
				+ " tenant of its context only with spring.reactor.context-propagation=auto, one on another thread"
				+ " where Micrometer's context propagation carries it there");
	}

}
