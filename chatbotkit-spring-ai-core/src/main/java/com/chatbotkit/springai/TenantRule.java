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
 * Decides what a tenant may replace of one chat model's own, and refuses a request that
 * is made on nobody's behalf where that must not be.
 */
final class TenantRule {

	private static final Log logger = LogFactory.getLog(TenantRule.class);

	private final boolean required;

	private final ChatBotKitTenant.Replaces replaces;

	private final boolean ownKey;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates a rule.
	 * @param required whether there has to be a tenant
	 * @param replaces what a tenant may replace
	 * @param ownKey whether the chat model has a secret key that is not the one of all
	 */
	TenantRule(boolean required, ChatBotKitTenant.Replaces replaces, boolean ownKey) {
		this.required = required && replaces != ChatBotKitTenant.Replaces.NOTHING;
		this.replaces = replaces;
		this.ownKey = ownKey;
	}

	/**
	 * Returns the options with what the tenant has of its own in the place of defaults.
	 * @param tenant the tenant of the request, or null for none
	 * @throws IllegalStateException if there has to be one
	 */
	ChatBotKitChatOptions apply(@Nullable ChatBotKitTenant tenant, ChatBotKitChatOptions options,
			ChatBotKitChatOptions defaults) {
		boolean defaultKey = Objects.equals(options.getSecretKey(), defaults.getSecretKey());
		if (tenant == null || ChatBotKitTenant.isNobody(tenant)) {
			if (this.required && defaultKey) {
				throw missing();
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
	 * A call does not see the Reactor context of who calls. So one that is made on
	 * nobody's behalf, by an application that has tenants there, may be meant otherwise.
	 */
	void warnOfLost(@Nullable ChatBotKitTenant tenant, @Nullable ChatOptions options) {
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
			case WHEN_CALLED -> !tenant.isAsking() || !this.ownKey;
			case ALWAYS, KEY -> true;
			case NOTHING -> false;
		};
	}

	private static IllegalStateException missing() {
		return new IllegalStateException("Nothing was sent: each request has to be made on behalf of a tenant"
				+ " (spring.ai.chatbotkit.tenants=required), and this one is not. Write tenant.call(() -> …) around a"
				+ " call, contextWrite(tenant::writeTo) behind a stream. A call within a Reactor pipeline sees the"
				+ " tenant of its context only with spring.reactor.context-propagation=auto, one on another thread"
				+ " where Micrometer's context propagation carries it there");
	}

}
