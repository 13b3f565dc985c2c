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

package com.chatbotkit.springai.server.autoconfigure;

import java.util.function.Supplier;

import com.chatbotkit.springai.server.agent.AgentCaller;
import com.chatbotkit.springai.server.chat.CallerScope;
import reactor.util.context.Context;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Puts the caller into Spring Security's context, of the thread and of reactive work.
 */
final class SecurityCallerScope implements CallerScope {

	@Override
	public <T> T within(AgentCaller caller, Supplier<T> work) {
		SecurityContextHolderStrategy holder = SecurityContextHolder.getContextHolderStrategy();
		SecurityContext before = holder.getContext();
		SecurityContext context = holder.createEmptyContext();
		context.setAuthentication(authentication(caller));
		holder.setContext(context);
		try {
			return work.get();
		}
		finally {
			if (before.getAuthentication() != null) {
				holder.setContext(before);
			}
			else {
				holder.clearContext();
			}
		}
	}

	@Override
	public Context context(AgentCaller caller, Context context) {
		return context.putAll(ReactiveSecurityContextHolder.withAuthentication(authentication(caller)).readOnly());
	}

	private static Authentication authentication(AgentCaller caller) {
		return (caller.principal() instanceof Authentication known) ? known
				: new KeyAuthentication(caller.key(), caller.user());
	}

}
