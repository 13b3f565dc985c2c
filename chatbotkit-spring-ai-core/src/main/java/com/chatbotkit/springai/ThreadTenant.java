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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The tenant of the current thread. Streams that the thread assembles or subscribes to
 * keep it.
 * <p>
 * They need it on other threads: with a memory advisor before the first request, with
 * tools before the second one.
 */
final class ThreadTenant {

	private static final ThreadLocal<@Nullable ChatBotKitTenant> CURRENT = new ThreadLocal<>();

	private ThreadTenant() {
	}

	static @Nullable ChatBotKitTenant get() {
		return CURRENT.get();
	}

	/**
	 * Sets the tenant of the current thread, or removes it.
	 * @param tenant the tenant, or null for none
	 */
	static void set(@Nullable ChatBotKitTenant tenant) {
		if (tenant == null) {
			CURRENT.remove();
			return;
		}
		Hook.install();
		CURRENT.set(tenant);
	}

	private static Publisher<Object> keep(Publisher<Object> stream) {
		ChatBotKitTenant tenant = CURRENT.get();
		if (tenant != null && stream instanceof Mono<Object> mono) {
			return mono.contextWrite((context) -> write(tenant, context));
		}
		if (tenant != null && stream instanceof Flux<Object> flux) {
			return flux.contextWrite((context) -> write(tenant, context));
		}
		return stream;
	}

	/**
	 * A tenant of the stream's own context wins.
	 */
	private static Context write(ChatBotKitTenant tenant, Context context) {
		return context.hasKey(ChatBotKitTenant.KEY) ? context : context.put(ChatBotKitTenant.KEY, tenant);
	}

	/**
	 * Reactor's hooks, which only applications with tenants have.
	 */
	private static final class Hook {

		/**
		 * The operator with which {@code ChatClient} and the chat model start a stream.
		 */
		private static final Class<?> STREAM = Flux.deferContextual((context) -> Flux.empty()).getClass();

		static {
			Hooks.onLastOperator(ChatBotKitTenant.KEY, ThreadTenant::keep);
			// toIterable() and toStream() do not call the other hook.
			Hooks.onEachOperator(ChatBotKitTenant.KEY,
					(publisher) -> (publisher.getClass() == STREAM) ? keep(publisher) : publisher);
		}

		private Hook() {
		}

		/**
		 * Initializes this class, and so installs the hooks once.
		 */
		static void install() {
		}

	}

}
